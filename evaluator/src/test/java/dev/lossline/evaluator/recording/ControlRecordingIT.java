package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.evaluator.Log;
import dev.lossline.evaluator.Results;
import dev.lossline.evaluator.SampleExperiment;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The states of trials of experiments that are paused, resumed, retried or cancelled. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class ControlRecordingIT {
    @Inject
    AgroalDataSource dataSource;

    @Inject
    Recorder recorder;

    private final UUID id = Generators.timeBasedEpochGenerator().generate();
    private final SampleExperiment sample = new SampleExperiment(id);
    private final Instant begin = Instant.parse("2026-11-23T02:00:00Z");
    private Results results;

    @BeforeEach
    void open() {
        results = new Results(dataSource, id);
    }

    @Test
    void theLaterOfPauseAndResumeInTheLogHoldsWhateverTheirClocksSay() throws Exception {
        record(submitted());
        record(paused(3), resumed(2), paused(1));
        assertThat(states()).containsExactly("paused", "paused");
        assertThat(experimentState()).isEqualTo("paused");
        record(resumed(0));
        assertThat(states()).containsExactly("queued", "queued");
        assertThat(experimentState()).isEqualTo("queued");
    }

    @Test
    void aRetryAfterACancelChangesNothing() throws Exception {
        record(sample.events().toArray(Event[]::new));
        record(new ExperimentCancelled(id, begin.plusSeconds(8)));
        List<String> cancelled = results.dump();
        record(new ExperimentRetried(id, begin.plusSeconds(9), Map.of(2, 1)), paused(10), resumed(11));
        assertThat(results.dump()).isEqualTo(cancelled);
        assertThat(results.rows("select failure_reason from trial_summary where experiment_id = ? and number = 2"))
                .containsExactly("NaN in epoch 1");
    }

    @Test
    void eventsThatAreIgnoredOrReadAgainChangeNothing() throws Exception {
        List<Event> controls = List.of(
                resumed(1),
                paused(2),
                paused(3),
                new ExperimentRetried(id, begin.plusSeconds(4), Map.of(2, 1)),
                new ExperimentRetried(id, begin.plusSeconds(5), Map.of(2, 1)),
                resumed(6),
                paused(7));
        record(sample.events().toArray(Event[]::new));
        record(paused(2), new ExperimentRetried(id, begin.plusSeconds(4), Map.of(2, 1)), resumed(6), paused(7));
        List<String> effective = results.dump();
        results.forget();
        record(sample.events().toArray(Event[]::new));
        record(controls.toArray(Event[]::new));
        assertThat(results.dump()).isEqualTo(effective);
        record(controls.toArray(Event[]::new));
        assertThat(results.dump()).isEqualTo(effective);
    }

    @Test
    void aTrialThatWasTrainedRunsOnWhenItIsResumedAndAFinishedOneStaysFinished() throws Exception {
        record(
                submitted(),
                sample.started(sample.completed, 1, 0, 1),
                sample.started(sample.failed, 1, 0, 1),
                new TrialCompleted(sample.completed, 1, begin, 3, 0.5, 1),
                paused(1));
        assertThat(states()).containsExactly("completed", "paused");
        record(resumed(2));
        assertThat(states()).containsExactly("completed", "running");
    }

    @Test
    void aPausedExperimentThatIsCancelledIsCancelledAtOnce() throws Exception {
        record(submitted(), sample.started(sample.completed, 1, 0, 1), paused(1));
        record(new ExperimentCancelled(id, begin.plusSeconds(2)));
        assertThat(states()).containsExactly("cancelled", "cancelled");
        assertThat(experimentState()).isEqualTo("cancelled");
    }

    @Test
    void aRetriedTrialIsQueuedRunAndFinishedAgain() throws Exception {
        record(sample.events().toArray(Event[]::new));
        assertThat(states()).containsExactly("completed", "failed");

        record(new ExperimentRetried(id, begin, Map.of(2, 1)));
        assertThat(states()).containsExactly("completed", "queued");
        assertThat(experimentState()).isEqualTo("running");
        assertThat(results.rows("select failure_reason, finished_at from trial_summary"
                        + " where experiment_id = ? and number = 2"))
                .containsExactly("null|null");

        record(sample.started(sample.failed, 2, 0, 40));
        assertThat(states()).containsExactly("completed", "running");

        record(new TrialFailed(sample.failed, 2, begin.plusSeconds(9), FailureKind.ERROR, "once more"));
        assertThat(results.rows(
                        "select state, failure_reason from trial_summary where experiment_id = ? and number = 2"))
                .containsExactly("failed|once more");
    }

    @Test
    void theOrderOfTopicsDoesNotMatter() throws Exception {
        List<Event> controls = List.of(
                submitted(),
                paused(1),
                resumed(2),
                new ExperimentRetried(id, begin, Map.of(2, 1)),
                paused(3),
                new ExperimentCancelled(id, begin.plusSeconds(4)));
        List<Event> training = List.of(
                sample.started(sample.failed, 1, 0, 1),
                new TrialFailed(sample.failed, 1, begin, FailureKind.ERROR, "first"),
                sample.started(sample.failed, 2, 0, 3),
                new TrialFailed(sample.failed, 2, begin.plusSeconds(5), FailureKind.ERROR, "second"));
        record(controls.toArray(Event[]::new));
        record(training.toArray(Event[]::new));
        List<String> inOrder = results.dump();
        Random random = new Random(2);
        for (int round = 0; round < 10; round++) {
            results.forget();
            Deque<Event> left = new ArrayDeque<>(controls);
            Deque<Event> right = new ArrayDeque<>(training);
            while (!left.isEmpty() || !right.isEmpty()) {
                boolean fromLeft = right.isEmpty() || (!left.isEmpty() && random.nextBoolean());
                record(fromLeft ? left.poll() : right.poll());
            }
            assertThat(results.dump()).isEqualTo(inOrder);
        }
    }

    private ExperimentSubmitted submitted() {
        return new ExperimentSubmitted(id, begin, SampleExperiment.specification());
    }

    private ExperimentPaused paused(int second) {
        return new ExperimentPaused(id, begin.plusSeconds(second));
    }

    private ExperimentResumed resumed(int second) {
        return new ExperimentResumed(id, begin.plusSeconds(second));
    }

    private void record(Event... events) throws InterruptedException {
        recorder.record(Batch.of(Log.messages(List.of(events))));
    }

    private List<String> states() throws Exception {
        return results.rows("select state from trial where experiment_id = ? order by number");
    }

    private String experimentState() throws Exception {
        return results.rows("select state from experiment_summary where experiment_id = ?")
                .getFirst();
    }
}
