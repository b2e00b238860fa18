package dev.lossline.orchestrator.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.api.ControlRepresentation;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.RecordedExperiment;
import dev.lossline.orchestrator.SchemaResource;
import dev.lossline.orchestrator.Topics;
import dev.lossline.orchestrator.api.Controls;
import dev.lossline.orchestrator.kafka.LogReader;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two orchestrators are called at once: each with its own reader of the log and its own producer. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ConcurrentControlsIT {
    private static final int ROUNDS = 20;
    private static final int CONFLICT = 409;

    @Inject
    EventPublisher publisher;

    @Inject
    ExperimentLog log;

    @Inject
    Controls one;

    @Inject
    LogReader reader;

    @Inject
    ProgressReader progress;

    private EventPublisher otherPublisher;
    private ExperimentLog otherLog;
    private Controls other;
    private ExecutorService callers;

    @BeforeEach
    void start() throws Exception {
        RecordedExperiment.execute("delete from event_offset");
        otherPublisher = new EventPublisher(
                Map.of("bootstrap.servers", KafkaResource.bootstrapServers()), Duration.ofSeconds(10));
        otherLog = new ExperimentLog(reader);
        otherLog.open();
        other = new Controls(otherLog, progress, otherPublisher);
        callers = Executors.newFixedThreadPool(2);
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        otherLog.close();
        otherPublisher.close();
    }

    @Test
    void theFirstInTheLogWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RecordedExperiment experiment = new RecordedExperiment();
            UUID id = experiment.id();
            publisher.publish(Topic.EXPERIMENTS, List.of(experiment.submitted()));
            publisher.publish(Topic.EXPERIMENTS, List.of(new ExperimentPaused(id, Instant.now())));

            List<Optional<Integer>> refusals = together(() -> one.resume(id), () -> other.cancel(id));

            List<Event> events = Topics.events(Topic.EXPERIMENTS, id);
            boolean cancelledFirst = events.get(2) instanceof ExperimentCancelled;
            assertThat(refusals)
                    .containsExactly(cancelledFirst ? Optional.of(CONFLICT) : Optional.empty(), Optional.empty());
            assertThat(controlOf(id)).isEqualTo("cancelled");
        }
    }

    @Test
    void twoResumesBeginOneGeneration() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RecordedExperiment experiment = new RecordedExperiment();
            UUID id = experiment.id();
            publisher.publish(Topic.EXPERIMENTS, List.of(experiment.submitted()));
            publisher.publish(Topic.EXPERIMENTS, List.of(new ExperimentPaused(id, Instant.now())));

            assertThat(together(() -> one.resume(id), () -> other.resume(id)))
                    .containsExactly(Optional.empty(), Optional.empty());

            assertThat(Topics.events(Topic.EXPERIMENTS, id).stream()
                            .filter(ExperimentResumed.class::isInstance)
                            .count())
                    .isBetween(1L, 2L);
            assertThat(controlOf(id)).isEqualTo("running");
            assertThat(log.find(id).orElseThrow().control().generation()).isEqualTo(1);
        }
    }

    /** The final result of both readers of the log. */
    private String controlOf(UUID id) throws InterruptedException {
        log.awaitEnd();
        otherLog.awaitEnd();
        assertThat(log.find(id)).isPresent().isEqualTo(otherLog.find(id));
        return ControlRepresentation.of(id, log.find(id).orElseThrow().control())
                .control();
    }

    /** The error status of each call, if any. */
    private List<Optional<Integer>> together(Callable<?>... calls) throws Exception {
        CyclicBarrier begin = new CyclicBarrier(calls.length);
        List<Future<Optional<Integer>>> running = new ArrayList<>();
        for (Callable<?> call : calls) {
            running.add(callers.submit(() -> {
                begin.await();
                return refusal(call);
            }));
        }
        List<Optional<Integer>> refusals = new ArrayList<>();
        for (Future<Optional<Integer>> call : running) {
            refusals.add(call.get());
        }
        return refusals;
    }

    private static Optional<Integer> refusal(Callable<?> call) throws Exception {
        try {
            call.call();
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e.problem().status());
        }
    }
}
