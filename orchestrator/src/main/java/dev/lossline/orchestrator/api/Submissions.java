package dev.lossline.orchestrator.api;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.PreviewRepresentation;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.OrchestratorConfig;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.results.ExperimentStore;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Submits experiments. A submission is an event; the call returns after the broker has acknowledged it. */
@ApplicationScoped
class Submissions {
    private static final int POLL_MILLIS = 20;
    private static final Duration READING_PATIENCE = Duration.ofSeconds(5);

    /** The UUID version of ids that are derived from a client's key; no other ids use it. */
    static final int KEYED_VERSION = 5;

    /**
     * Derives an id from a name (UUID version 5, RFC 9562). Submissions with the same name create the same experiment.
     */
    private static final NameBasedGenerator SUBMISSIONS =
            Generators.nameBasedGenerator(UUID.fromString("7d1f3a52-6c0e-4f0b-9a44-5b1d6a3f2c90"));

    private final EventPublisher publisher;
    private final ExperimentStore experiments;
    private final SpecificationReader reader;
    private final OrchestratorConfig config;
    private final DocumentReader documents;
    private final Semaphore reading;

    Submissions(
            EventPublisher publisher,
            ExperimentStore experiments,
            DocumentReader documents,
            OrchestratorConfig config) {
        this.documents = documents;
        this.reading = new Semaphore(config.maxDocumentsAtATime(), true);
        this.publisher = publisher;
        this.experiments = experiments;
        this.config = config;
        this.reader = new SpecificationReader(config.maxTrialsPerExperiment());
    }

    /**
     * A submission that is on the log.
     *
     * @param recorded its row, if it was recorded in time
     * @param repeated whether it had been submitted before
     */
    record Submitted(UUID id, Optional<ExperimentRepresentation> recorded, boolean repeated) {}

    /**
     * Reads the specification from a document.
     *
     * @throws ProblemException 400 with the location if it is malformed; 413 if it is too large; 503 if too many are
     *     being read
     * @throws dev.lossline.specification.violation.InvalidSpecificationException if it cannot run as written
     */
    ExperimentSpecification read(InputStream body, MediaType type) throws InterruptedException {
        if (!reading.tryAcquire(READING_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw ProblemException.busy("Too many documents are being read. Try again later.");
        }
        try {
            return reader.read(documents.read(body, type));
        } finally {
            reading.release();
        }
    }

    PreviewRepresentation preview(ExperimentSpecification specification) {
        return new PreviewRepresentation(specification, List.copyOf(new Expansion(specification).specifications()));
    }

    /**
     * Submits an experiment.
     *
     * @param key the client's idempotency key: repeating it returns the experiment of the first submission
     */
    Submitted submit(ExperimentSpecification specification, Optional<String> key) throws InterruptedException {
        UUID id = key.map(SUBMISSIONS::generate)
                .orElseGet(() -> Generators.timeBasedEpochGenerator().generate());
        Optional<ExperimentRepresentation> earlier = key.flatMap(name -> findIfPossible(id));
        if (earlier.isEmpty()) {
            publisher.publish(Topic.EXPERIMENTS, List.of(new ExperimentSubmitted(id, Instant.now(), specification)));
        }
        Optional<ExperimentRepresentation> recorded = earlier.isPresent() ? earlier : recorded(id);
        if (key.isPresent()
                && recorded.filter(row -> !row.specification().isSameAs(specification))
                        .isPresent()) {
            throw ProblemException.reusedKey(key.get(), id);
        }
        return new Submitted(id, recorded, earlier.isPresent());
    }

    private Optional<ExperimentRepresentation> findIfPossible(UUID id) {
        try {
            return experiments.find(id);
        } catch (ProblemException e) {
            // The recorder ignores a second submission with the same id.
            return Optional.empty();
        }
    }

    /** Waits for the row, which allows the client to read it at once; empty without a database. */
    private Optional<ExperimentRepresentation> recorded(UUID id) throws InterruptedException {
        Instant deadline = Instant.now().plus(config.recordTimeout());
        while (Instant.now().isBefore(deadline)) {
            try {
                Optional<ExperimentRepresentation> row = experiments.find(id);
                if (row.isPresent()) {
                    return row;
                }
            } catch (ProblemException e) {
                return Optional.empty();
            }
            Thread.sleep(POLL_MILLIS);
        }
        return Optional.empty();
    }
}
