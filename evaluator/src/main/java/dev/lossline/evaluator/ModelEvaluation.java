package dev.lossline.evaluator;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.lossline.contract.DatasetId;
import dev.lossline.contract.Model;
import dev.lossline.contract.ModelMetadata;
import dev.lossline.contract.TrialEvent;
import dev.lossline.contract.TrialEvent.EvaluationFailed;
import dev.lossline.contract.TrialEvent.TrialEvaluated;
import dev.lossline.contract.UnreadableEventException;
import dev.lossline.training.Activation;
import dev.lossline.training.Architecture;
import dev.lossline.training.Dataset;
import dev.lossline.training.DatasetName;
import dev.lossline.training.DatasetStore;
import dev.lossline.training.DownloadListener;
import dev.lossline.training.Evaluation;
import dev.lossline.training.Safetensors;
import dev.lossline.training.Scorer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Scores a trained model on the test split of the dataset that its file names. */
@ApplicationScoped
class ModelEvaluation {
    /** Migration V6 uses the same text for evaluations from before failures were recorded. */
    static final String NON_FINITE_LOSS = "the test loss is not finite";

    private final DatasetStore datasets;
    private final Map<DatasetName, Scorer> scorers = new ConcurrentHashMap<>();

    ModelEvaluation(EvaluatorConfig config) {
        this.datasets = new DatasetStore(config.datasets());
    }

    /**
     * Scores a model. The result is a failure if the weights or the loss are not finite.
     *
     * @param number the number of the evaluation of the trial
     * @throws UnreadableEventException if the weights do not match the trial's specification
     * @throws dev.lossline.training.DatasetException if the dataset is not available
     */
    TrialEvent evaluate(CheckpointMessage model, int number) throws UnreadableEventException, InterruptedException {
        List<String> broken = model.file().nonFinite();
        if (!broken.isEmpty()) {
            return failed(model, number, "not all weights are finite: " + String.join(", ", broken));
        }
        ModelMetadata metadata = model.metadata();
        Dataset dataset = datasets.open(nameOf(metadata.specification().dataset()), DownloadListener.NONE);
        Evaluation evaluation =
                score(model.file(), architecture(metadata.specification().model(), dataset), scorer(dataset));
        if (!Double.isFinite(evaluation.loss())) {
            return failed(model, number, NON_FINITE_LOSS);
        }
        return new TrialEvaluated(
                metadata.trialId(),
                metadata.attempt(),
                Instant.now(),
                evaluation.examples(),
                evaluation.loss(),
                evaluation.accuracy(),
                evaluation.confusion(),
                evaluation.classes().stream()
                        .map(c -> new TrialEvent.ClassMetric(c.label(), c.precision(), c.recall(), c.f1(), c.support()))
                        .toList(),
                sha256(model.safetensors()),
                evaluation.misclassified().stream()
                        .map(m -> new TrialEvent.Misclassified(m.actual(), m.predicted(), m.examples()))
                        .toList(),
                model.file().weightsSha256());
    }

    private static EvaluationFailed failed(CheckpointMessage model, int number, String reason) {
        return new EvaluationFailed(
                model.metadata().trialId(),
                model.metadata().attempt(),
                Instant.now(),
                number,
                reason,
                sha256(model.safetensors()));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** One scorer per dataset, cached because it holds the test split on the scoring device. */
    private Scorer scorer(Dataset dataset) {
        return scorers.computeIfAbsent(dataset.name(), name -> new Scorer(dataset.test(), Device.cpu()));
    }

    @PreDestroy
    void close() {
        scorers.values().forEach(Scorer::close);
    }

    private static Evaluation score(Safetensors file, Architecture architecture, Scorer scorer)
            throws UnreadableEventException {
        try {
            return scorer.score(architecture, file.tensors());
        } catch (IllegalArgumentException | EngineException e) {
            throw new UnreadableEventException("the weights are not those of the specification: " + e.getMessage(), e);
        }
    }

    private static Architecture architecture(Model model, Dataset dataset) {
        return new Architecture(
                dataset.inputs(),
                model.hidden(),
                dataset.classes(),
                switch (model.activation()) {
                    case RELU -> Activation.RELU;
                    case TANH -> Activation.TANH;
                    case SIGMOID -> Activation.SIGMOID;
                });
    }

    private static DatasetName nameOf(DatasetId id) {
        return switch (id) {
            case MNIST -> DatasetName.MNIST;
            case FASHION_MNIST -> DatasetName.FASHION_MNIST;
        };
    }
}
