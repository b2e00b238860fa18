package dev.lossline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import dev.lossline.training.safetensors.Safetensors;
import dev.lossline.training.safetensors.Tensor;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class EvaluationIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Inject
    AgroalDataSource dataSource;

    private final Log log = new Log(KafkaResource.bootstrapServers());
    private final TrialId trial =
            new TrialId(Generators.timeBasedEpochGenerator().generate(), 1);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void evaluatesAndKeepsTheFinalModel() throws Exception {
        byte[] model = alwaysSays(7);
        log.publishCheckpoint(trial.toString(), model, new CheckpointHeaders(2, 1, false));
        log.publishCheckpoint(trial.toString(), model, new CheckpointHeaders(3, 1, true));

        // MNIST's test split has 1,028 sevens (LeCun, Cortes, Burges).
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(number("select accuracy from evaluation where trial_id = ?"))
                        .isEqualTo(0.1028));
        assertThat(number("select sum(count) from confusion where trial_id = ?"))
                .isEqualTo(10_000);
        assertThat(number("select count from confusion where actual = 7 and predicted = 7 and trial_id = ?"))
                .isEqualTo(1028);
        assertThat(number("select recall from class_metric where label = 7 and trial_id = ?"))
                .isEqualTo(1);
        // The test split's labels begin 7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6, 9, 0, 1, 5, 9, 7, 3, 4.
        assertThat(new Results(dataSource, trial.experimentId())
                        .rows("select test_indexes[1:3], cardinality(test_indexes) from misclassified"
                                + " where trial_id = ?::text || '.1' and actual = 9 and predicted = 7"))
                .containsExactly("{7,9,12}|12");
        assertThat(number("select sum(cardinality(test_indexes)) from misclassified where trial_id = ?"))
                .isEqualTo(9 * 12);
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(number("select length(safetensors) from model where trial_id = ?"))
                        .isEqualTo(model.length));
    }

    @Test
    void aModelThatCannotBeEvaluatedIsOneDeadLetterAndTheNextIsEvaluated() throws Exception {
        TrialId noModel = new TrialId(trial.experimentId(), 2);
        TrialId otherTrials = new TrialId(trial.experimentId(), 3);
        TrialId otherNetwork = new TrialId(trial.experimentId(), 4);
        log.publishCheckpoint(noModel.toString(), new byte[] {1, 2, 3}, new CheckpointHeaders(1, 1, true));
        log.publishCheckpoint(otherTrials.toString(), alwaysSays(1), new CheckpointHeaders(1, 1, true));
        new Models(log).publish(otherNetwork, new CheckpointHeaders(1, 1, true), 1);
        log.publishCheckpoint(trial.toString(), alwaysSays(0), new CheckpointHeaders(1, 1, true));

        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(number("select accuracy from evaluation where trial_id = ?"))
                        .isEqualTo(0.098));
        new Results(dataSource, trial.experimentId())
                .awaitRecorded(log.ends(ConsumerGroup.RECORDER.topics()), DEADLINE);
        assertThat(log.deadLetterReasons(noModel.toString()))
                .singleElement()
                .asString()
                .contains("not a safetensors file");
        assertThat(log.deadLetterReasons(otherTrials.toString()))
                .singleElement()
                .asString()
                .contains("the checkpoint is of trial " + trial);
        assertThat(log.deadLetterReasons(CheckpointKey.ofModel(otherNetwork)))
                .singleElement()
                .asString()
                .contains("the weights are not those");
    }

    @Test
    void aModelThatIsNotFiniteFailsAndCanBeEvaluatedAgain() throws Exception {
        byte[] model = model(trial, new float[] {0, 0, 0, Float.NaN, 0, 0, 0, 0, 0, 0});
        log.publishCheckpoint(CheckpointKey.ofModel(trial), model, new CheckpointHeaders(1, 1, true));
        awaitFailure(1, "not all weights are finite: 0.bias");

        log.publish(new EvaluationsRetried(trial.experimentId(), Instant.now(), Map.of(1, 1, 2, 1)));

        awaitFailure(2, "not all weights are finite: 0.bias");
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(new Results(dataSource, trial.experimentId())
                                .rows("select evaluation_failure from trial where experiment_id = ? and number = 2"))
                        .containsExactly("no model of it is recorded"));
        assertThat(number("select accuracy from evaluation where trial_id = ?")).isNaN();
        assertThat(log.deadLetterReasons(CheckpointKey.ofModel(trial))).isEmpty();
    }

    @Test
    void aModelThatCannotBeReadIsADeadLetterAndAFailureOfItsTrial() throws Exception {
        log.publishCheckpoint(CheckpointKey.ofModel(trial), new byte[] {1, 2, 3}, new CheckpointHeaders(1, 1, true));

        awaitFailure(1, "its model cannot be read: not a safetensors file: it has 3 bytes");
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(log.deadLetterReasons(CheckpointKey.ofModel(trial)))
                        .hasSize(1));
    }

    @Test
    void equalWeightsHaveEqualHashesWhateverTheFileSays() throws Exception {
        TrialId other = new TrialId(trial.experimentId(), 2);
        for (TrialId each : List.of(trial, other)) {
            byte[] model = model(each, new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            log.publishCheckpoint(CheckpointKey.ofModel(each), model, new CheckpointHeaders(1, 1, true));
        }
        Results results = new Results(dataSource, trial.experimentId());
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(results.ofTrials("weights_sha256", "evaluation"))
                        .hasSize(2)
                        .doesNotContain("null"));
        assertThat(Set.copyOf(results.ofTrials("weights_sha256", "evaluation"))).hasSize(1);
        assertThat(Set.copyOf(results.ofTrials("model_sha256", "evaluation"))).hasSize(2);
    }

    private void awaitFailure(int number, String reason) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(new Results(dataSource, trial.experimentId())
                                .rows("select failed_evaluation, evaluation_failure from trial"
                                        + " where experiment_id = ? and number = 1"))
                        .singleElement()
                        .asString()
                        .startsWith(number + "|" + reason));
    }

    /** A single-layer perceptron whose bias decides. */
    private byte[] alwaysSays(int label) {
        float[] bias = new float[10];
        bias[label] = 1;
        return model(trial, bias);
    }

    private static byte[] model(TrialId trial, float[] bias) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("0.weight", Tensor.of(new float[7840], 10, 784));
        weights.put("0.bias", Tensor.of(bias, 10));
        TrialSpecification specification =
                new Expansion(SampleExperiment.specification()).specifications().getFirst();
        TrialSpecification singleLayer = new TrialSpecification(
                specification.dataset(),
                new dev.lossline.specification.Model(
                        List.of(), specification.model().activation()),
                specification.training(),
                0,
                specification.device());
        return new Safetensors(weights, new ModelMetadata(trial, 1, singleLayer).toMap()).toBytes();
    }

    private double number(String sql) throws Exception {
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement(sql)) {
            query.setString(1, trial.toString());
            try (var results = query.executeQuery()) {
                return results.next() ? results.getDouble(1) : Double.NaN;
            }
        }
    }
}
