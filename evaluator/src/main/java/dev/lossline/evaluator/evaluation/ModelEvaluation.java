package dev.lossline.evaluator.evaluation;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EvaluationFailed;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.evaluator.EvaluatorConfig;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Model;
import dev.lossline.specification.Sha256;
import dev.lossline.training.dataset.Dataset;
import dev.lossline.training.dataset.DatasetStore;
import dev.lossline.training.dataset.DownloadListener;
import dev.lossline.training.evaluation.Evaluation;
import dev.lossline.training.evaluation.Scorer;
import dev.lossline.training.network.Architecture;
import dev.lossline.training.safetensors.Safetensors;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Scores a trained model on the test split of the dataset that its file names. */
@ApplicationScoped
public class ModelEvaluation {
    /** Migration V6 uses the same text for evaluations from before failures were recorded. */
    public static final String NON_FINITE_LOSS = "the test loss is not finite";

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
     * @throws dev.lossline.training.dataset.DatasetException if the dataset is not available
     */
    TrialEvent evaluate(CheckpointMessage model, int number) throws UnreadableEventException, InterruptedException {
        List<String> broken = model.file().nonFinite();
        if (!broken.isEmpty()) {
            return failed(model, number, "not all weights are finite: " + String.join(", ", broken));
        }
        ModelMetadata metadata = model.metadata();
        Dataset dataset = datasets.open(metadata.specification().dataset(), DownloadListener.NONE);
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
                evaluation.classes(),
                Sha256.of(model.safetensors()),
                evaluation.misclassified(),
                model.file().weightsSha256());
    }

    private static EvaluationFailed failed(CheckpointMessage model, int number, String reason) {
        return new EvaluationFailed(
                model.metadata().trialId(),
                model.metadata().attempt(),
                Instant.now(),
                number,
                reason,
                Sha256.of(model.safetensors()));
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
        return new Architecture(dataset.inputs(), model.hidden(), dataset.classes(), model.activation());
    }
}
