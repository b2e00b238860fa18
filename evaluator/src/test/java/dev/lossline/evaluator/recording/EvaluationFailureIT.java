package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.EvaluationFailed;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.Log;
import dev.lossline.evaluator.Results;
import dev.lossline.evaluator.SampleExperiment;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The states of a trial and its experiment if the model cannot be evaluated: docs/adr/0012-evaluations-fail.md. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class EvaluationFailureIT {
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
    void theTrialIsFailedUntilItIsEvaluatedAgain() throws Exception {
        record(submitted(), completed(1), completed(2));
        assertThat(experiment()).isEqualTo("running|0|null");

        record(evaluated(0.4), failed(1));
        assertThat(trial()).isEqualTo("failed|evaluation|its model cannot be evaluated: no reason");
        assertThat(experiment()).isEqualTo("failed|1|" + id + ".1");

        record(new EvaluationsRetried(id, begin, Map.of(2, 1)));
        assertThat(trial()).isEqualTo("completed|null|null");
        assertThat(experiment()).isEqualTo("running|0|" + id + ".1");

        record(failed(2));
        assertThat(trial()).startsWith("failed|evaluation|");

        record(new EvaluationsRetried(id, begin, Map.of(2, 2)), evaluated(2, 0.3));
        assertThat(trial()).isEqualTo("completed|null|null");
        assertThat(experiment()).startsWith("completed|0|");
    }

    @Test
    void theOrderOfTopicsDoesNotMatter() throws Exception {
        List<Event> events = new ArrayList<>(List.of(
                submitted(), completed(2), failed(1), new EvaluationsRetried(id, begin, Map.of(2, 1)), failed(2)));
        record(events.toArray(Event[]::new));
        List<String> inOrder = results.dump();
        Random random = new Random(3);
        for (int round = 0; round < 10; round++) {
            results.forget();
            Collections.shuffle(events, random);
            record(events.toArray(Event[]::new));
            assertThat(results.dump()).isEqualTo(inOrder);
        }
    }

    @Test
    void anEvaluationOfAnOldLogWithoutAFiniteLossHasFailed() throws Exception {
        String json = new String(EventJson.write(evaluated(0.25)), StandardCharsets.UTF_8)
                .replace("\"loss\":0.25", "\"loss\":\"NaN\"");
        record(submitted(), completed(1));
        recorder.record(Batch.of(List.of(new ConsumerRecord<>(
                Topic.EVALUATIONS.name(), 0, 0, sample.completed.toString(), json.getBytes(StandardCharsets.UTF_8)))));

        assertThat(results.rows("select state, failure_reason, test_accuracy from trial_summary"
                        + " where experiment_id = ? and number = 1"))
                .containsExactly("failed|its model cannot be evaluated: the test loss is not finite|null");
        assertThat(results.rows("select best_trial from experiment_summary where experiment_id = ?"))
                .containsExactly("null");
        assertThat(results.ofTrials("trial_id", "evaluation")).isEmpty();
    }

    private ExperimentSubmitted submitted() {
        return new ExperimentSubmitted(id, begin, SampleExperiment.specification());
    }

    private TrialCompleted completed(int number) {
        return new TrialCompleted(number == 1 ? sample.completed : sample.failed, 1, begin, 3, 0.5, 1);
    }

    private EvaluationFailed failed(int evaluation) {
        return new EvaluationFailed(sample.failed, 1, begin.plusSeconds(evaluation), evaluation, "no reason", null);
    }

    private TrialEvaluated evaluated(double loss) {
        return evaluated(1, loss);
    }

    private TrialEvaluated evaluated(int number, double loss) {
        return new TrialEvaluated(
                number == 1 ? sample.completed : sample.failed,
                1,
                begin,
                2,
                loss,
                0.5,
                List.of(List.of(1L, 0L), List.of(1L, 0L)),
                List.of(),
                "ab12",
                List.of(),
                "cd34");
    }

    private void record(Event... events) throws InterruptedException {
        recorder.record(Batch.of(Log.messages(List.of(events))));
    }

    private String trial() throws Exception {
        return results.rows("select state, failure_kind, failure_reason from trial_summary"
                        + " where experiment_id = ? and number = 2")
                .getFirst();
    }

    private String experiment() throws Exception {
        return results.rows("select state, failed, best_trial from experiment_summary where experiment_id = ?")
                .getFirst();
    }
}
