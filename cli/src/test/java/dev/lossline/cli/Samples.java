package dev.lossline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.lossline.contract.api.EvaluationRepresentation;
import dev.lossline.contract.api.ExperimentPageRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.State;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.evaluation.ClassMetric;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An experiment with three learning rates, as the API shows it. */
public final class Samples {
    static final UUID ID = UUID.fromString("01934b1a-0000-7000-8000-00000000abcd");
    public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final String RATE = "training.optimizer.learningRate";

    private Samples() {}

    public static TrialSpecification specification(List<Integer> hidden, int epochs, double learningRate) {
        return new TrialSpecification(
                DatasetName.MNIST,
                new Model(hidden, Activation.RELU),
                new Training(epochs, 64, 0, new Optimizer.Sgd(learningRate, 0, 0, false)),
                0,
                Device.CPU);
    }

    public static TrialRepresentation trial(int number, State state, int epoch, double learningRate) {
        boolean started = state != State.QUEUED;
        boolean done = state == State.COMPLETED;
        return new TrialRepresentation(
                new TrialId(ID, number),
                state,
                specification(List.of(128), 20, learningRate),
                Map.<String, JsonNode>of(RATE, DoubleNode.valueOf(learningRate)),
                started ? 1 : 0,
                epoch,
                20,
                started ? 1.0 / (epoch + 1) : null,
                null,
                null,
                epoch * 0.5,
                started ? 161_000.0 : null,
                started ? List.of(2.0, 1.0, 0.5, 0.25) : List.of(),
                NOW.minusSeconds(20),
                started ? NOW.minusSeconds(10) : null,
                done ? NOW : null,
                state == State.RUNNING ? NOW.plusSeconds(7) : null,
                done ? 0.1 : null,
                done ? 0.9712 : null,
                started ? "here" : null,
                state == State.FAILED ? "the loss became NaN in epoch 3" : null);
    }

    public static List<TrialRepresentation> trials() {
        return List.of(
                trial(1, State.COMPLETED, 20, 0.1), trial(2, State.RUNNING, 9, 0.01), trial(3, State.QUEUED, 0, 0.001));
    }

    public static ExperimentRepresentation experiment(State state, String notice) {
        ExperimentSpecification specification = new ExperimentSpecification(
                "quickstart",
                DatasetName.MNIST,
                new Model(List.of(128), Activation.RELU),
                new Training(20, 64, 0, new Optimizer.Sgd(0.01, 0, 0, false)),
                null,
                List.of(0L),
                List.of(Device.CPU),
                null);
        return new ExperimentRepresentation(
                ID,
                "quickstart",
                state,
                NOW.minusSeconds(20),
                NOW.minusSeconds(10),
                state.isFinal() ? NOW : null,
                new ExperimentRepresentation.TrialCounts(3, 1, 1, 1, 0, 0, 1, 0),
                0.48,
                NOW.plusSeconds(14),
                new TrialId(ID, 1),
                0.9712,
                notice,
                List.of(RATE),
                specification);
    }

    static ExperimentSummaryRepresentation summary(State state) {
        ExperimentRepresentation experiment = experiment(state, null);
        return new ExperimentSummaryRepresentation(
                experiment.id(),
                experiment.name(),
                experiment.state(),
                experiment.submittedAt(),
                experiment.startedAt(),
                experiment.finishedAt(),
                experiment.trials(),
                experiment.progress(),
                experiment.estimatedEnd(),
                experiment.bestTrial(),
                experiment.bestAccuracy(),
                experiment.notice(),
                experiment.varied(),
                experiment.specification().dataset(),
                experiment.specification().device());
    }

    static ExperimentPageRepresentation page(ExperimentSummaryRepresentation... experiments) {
        return new ExperimentPageRepresentation(List.of(experiments), experiments.length, null);
    }

    public static EvaluationRepresentation evaluation() {
        return new EvaluationRepresentation(
                new TrialId(ID, 1),
                NOW,
                10,
                0.1234,
                0.9,
                List.of(List.of(6L, 0L), List.of(1L, 3L)),
                List.of(new ClassMetric(0, 0.857, 1, 0.923, 6), new ClassMetric(1, 1, 0.75, 0.857, 4)),
                "00",
                "11");
    }
}
