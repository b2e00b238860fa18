package dev.lossline.orchestrator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.uuid.Generators;
import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.Expansion;
import dev.lossline.contract.ExperimentEvent;
import dev.lossline.contract.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.ExperimentRepresentation;
import dev.lossline.contract.ExperimentSpecification;
import dev.lossline.contract.PreviewRepresentation;
import dev.lossline.contract.SpecificationReader;
import dev.lossline.contract.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What users ask for becomes an event; the answer waits until the broker has it. */
@ApplicationScoped
class Submissions {
    private static final int POLL_MILLIS = 20;

    private final EventPublisher publisher;
    private final ExperimentStore experiments;
    private final SpecificationReader reader;
    private final OrchestratorConfig config;

    Submissions(EventPublisher publisher, ExperimentStore experiments, OrchestratorConfig config) {
        this.publisher = publisher;
        this.experiments = experiments;
        this.config = config;
        this.reader = new SpecificationReader(config.maxTrialsPerExperiment());
    }

    /**
     * A submission that is on the log.
     *
     * @param recorded its row, where that came in time
     */
    record Submitted(UUID id, Optional<ExperimentRepresentation> recorded) {}

    PreviewRepresentation preview(JsonNode document) {
        ExperimentSpecification specification = reader.read(document);
        return new PreviewRepresentation(specification, List.copyOf(new Expansion(specification).specifications()));
    }

    Submitted submit(JsonNode document) throws InterruptedException {
        ExperimentSpecification specification = reader.read(document);
        UUID id = Generators.timeBasedEpochGenerator().generate();
        publish(new ExperimentSubmitted(id, Instant.now(), specification));
        return new Submitted(id, recorded(id));
    }

    /** Cancels; an experiment that has finished stays as it is. */
    void cancel(ExperimentRepresentation experiment) throws InterruptedException {
        if (!experiment.state().isFinal()) {
            publish(new ExperimentCancelled(experiment.id(), Instant.now()));
        }
    }

    private void publish(ExperimentEvent event) throws InterruptedException {
        publisher.publish(Topic.EXPERIMENTS, List.of(event));
    }

    /** Waits for the row, so that whoever submitted can read it at once; without a database there is none. */
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
