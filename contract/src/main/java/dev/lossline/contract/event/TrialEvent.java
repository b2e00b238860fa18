package dev.lossline.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Device;
import dev.lossline.specification.Names;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.evaluation.ClassMetric;
import dev.lossline.specification.evaluation.Misclassified;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event about a trial. {@code attempt} is the number of the delivery of the trial, from 1: if a trainer is lost, its
 * trial is delivered again and continues from its newest checkpoint.
 */
public sealed interface TrialEvent extends Event {
    TrialId trialId();

    int attempt();

    private static void require(TrialId trialId, int attempt, Instant occurredAt) {
        Objects.requireNonNull(trialId, "trialId is missing");
        Objects.requireNonNull(occurredAt, "occurredAt is missing");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt is " + attempt + "; allowed: 1 and more");
        }
    }

    @Override
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    default UUID experimentId() {
        return trialId().experimentId();
    }

    @Override
    default String key() {
        return trialId().toString();
    }

    /**
     * A trial waits for a trainer, on {@link Topic#TRIALS_CPU} or {@link Topic#TRIALS_GPU}.
     *
     * @param attempt 1, or one more than the attempts known when it was requested again
     * @param generation how often the experiment had been resumed: {@link ExperimentControl#generation}. Trainers drop
     *     requests from before the newest resume. Null in requests from before this field existed
     */
    @JsonTypeName("TrialRequested")
    record TrialRequested(
            TrialId trialId,
            int attempt,
            Instant occurredAt,
            TrialSpecification trial,
            @Nullable Integer generation) implements TrialEvent {
        public TrialRequested {
            require(trialId, attempt, occurredAt);
            Objects.requireNonNull(trial, "trial is missing");
            if (generation != null && generation < 0) {
                throw new IllegalArgumentException("generation is " + generation + "; allowed: 0 and more");
            }
        }
    }

    /**
     * A trainer has taken the trial.
     *
     * @param host the host of the trainer
     * @param deviceName the model name of the processor
     * @param resumedFrom the epoch of the checkpoint from which this attempt continues; 0 if it starts from the
     *     beginning
     * @param datasetSha256 hash of the dataset's files
     */
    @JsonTypeName("TrialStarted")
    record TrialStarted(
            TrialId trialId,
            int attempt,
            Instant occurredAt,
            Device device,
            String host,
            @Nullable String deviceName,
            int resumedFrom,
            @Nullable String datasetSha256,
            Versions versions)
            implements TrialEvent {
        public TrialStarted {
            require(trialId, attempt, occurredAt);
            Objects.requireNonNull(device, "device is missing");
            Objects.requireNonNull(host, "host is missing");
            Objects.requireNonNull(versions, "versions is missing");
        }
    }

    /** The versions of the training software, needed to reproduce a result. */
    record Versions(String djl, String pytorch, String java) {}

    /**
     * A completed epoch, on {@link Topic#TRAINING}.
     *
     * @param epoch from 1
     * @param trainingLoss mean cross-entropy over the epoch's batches
     * @param validationLoss mean cross-entropy over the held-out examples; null if none are held out
     * @param validationAccuracy fraction of the held-out examples, 0 to 1; null if none are held out
     * @param seconds training time of this epoch
     * @param samplesPerSecond training examples per second
     */
    @JsonTypeName("EpochCompleted")
    record EpochCompleted(
            TrialId trialId,
            int attempt,
            Instant occurredAt,
            int epoch,
            double trainingLoss,
            @Nullable Double validationLoss,
            @Nullable Double validationAccuracy,
            double seconds,
            double samplesPerSecond)
            implements TrialEvent {
        public EpochCompleted {
            require(trialId, attempt, occurredAt);
            if (epoch < 1) {
                throw new IllegalArgumentException("epoch is " + epoch + "; allowed: 1 and more");
            }
        }
    }

    /**
     * All epochs are trained, and the final model is on {@link Topic#CHECKPOINTS}.
     *
     * @param epochs the number of epochs
     * @param trainingLoss the loss of the last epoch
     * @param seconds total training time of all epochs
     */
    @JsonTypeName("TrialCompleted")
    record TrialCompleted(
            TrialId trialId, int attempt, Instant occurredAt, int epochs, double trainingLoss, double seconds)
            implements TrialEvent {
        public TrialCompleted {
            require(trialId, attempt, occurredAt);
        }
    }

    /** The trial cannot be trained; retrying would fail in the same way. */
    @JsonTypeName("TrialFailed")
    record TrialFailed(TrialId trialId, int attempt, Instant occurredAt, FailureKind kind, String reason)
            implements TrialEvent {
        public TrialFailed {
            require(trialId, attempt, occurredAt);
            Objects.requireNonNull(kind, "kind is missing");
            Objects.requireNonNull(reason, "reason is missing");
        }
    }

    /** The trial stopped because its experiment was cancelled. */
    @JsonTypeName("TrialCancelled")
    record TrialCancelled(TrialId trialId, int attempt, Instant occurredAt) implements TrialEvent {
        public TrialCancelled {
            require(trialId, attempt, occurredAt);
        }
    }

    /** Why a trial failed. */
    enum FailureKind {
        /** The loss became infinite or NaN. */
        @JsonProperty("non-finite-loss")
        NON_FINITE_LOSS,
        @JsonProperty("out-of-memory")
        OUT_OF_MEMORY,
        /** The dataset is missing and cannot be downloaded. */
        @JsonProperty("dataset")
        DATASET,
        /** Anything else. */
        @JsonProperty("error")
        ERROR;

        /** The name in events, tables and URLs. */
        public String id() {
            return Names.of(this);
        }
    }

    /**
     * The evaluation of the trained model on the test split, on {@link Topic#EVALUATIONS}.
     *
     * @param examples the number of examples in the test split
     * @param accuracy fraction classified correctly, 0 to 1
     * @param confusion row: actual class, column: predicted class, value: number of examples
     * @param loss mean cross-entropy; NaN in old events of non-finite models, which count as failed
     * @param modelSha256 hash of the safetensors file that was evaluated
     * @param misclassified examples of each non-empty off-diagonal cell; null in events from before this field existed
     * @param weightsSha256 hash of only the tensors, equal for equal weights; null in events from before this field
     *     existed
     */
    @JsonTypeName("TrialEvaluated")
    record TrialEvaluated(
            TrialId trialId,
            int attempt,
            Instant occurredAt,
            long examples,
            double loss,
            double accuracy,
            List<List<Long>> confusion,
            List<ClassMetric> classes,
            String modelSha256,
            @Nullable List<Misclassified> misclassified,
            @Nullable String weightsSha256)
            implements TrialEvent {
        /** More than any dataset has; a matrix in an event can claim millions. */
        private static final int MAX_CLASSES = 1_000;

        public TrialEvaluated {
            require(trialId, attempt, occurredAt);
            Objects.requireNonNull(confusion, "confusion is missing");
            Objects.requireNonNull(classes, "classes is missing");
            Objects.requireNonNull(modelSha256, "modelSha256 is missing");
            if (!(accuracy >= 0 && accuracy <= 1)) {
                throw new IllegalArgumentException("accuracy is " + accuracy + "; allowed: 0 to 1");
            }
            requireSquare(confusion);
            int size = confusion.size();
            confusion = confusion.stream().map(List::copyOf).toList();
            classes = List.copyOf(classes);
            misclassified = misclassified == null ? null : List.copyOf(misclassified);
            classes.forEach(metric -> requireClass("classes.label", metric.label(), size));
            for (Misclassified cell : misclassified == null ? List.<Misclassified>of() : misclassified) {
                requireClass("misclassified.actual", cell.actual(), size);
                requireClass("misclassified.predicted", cell.predicted(), size);
            }
        }

        private static void requireClass(String field, int label, int size) {
            if (label < 0 || label >= size) {
                throw new IllegalArgumentException(
                        "%s is %d; the confusion matrix has %d classes, from 0".formatted(field, label, size));
            }
        }

        private static void requireSquare(List<List<Long>> confusion) {
            int size = confusion.size();
            if (size > MAX_CLASSES) {
                throw new IllegalArgumentException("confusion has " + size + " rows; allowed: at most " + MAX_CLASSES);
            }
            for (List<Long> row : confusion) {
                if (row == null || row.size() != size || row.stream().anyMatch(count -> count == null || count < 0)) {
                    throw new IllegalArgumentException(
                            "confusion has the row %.100s; allowed: %d counts, 0 and more".formatted(row, size));
                }
            }
        }
    }

    /**
     * The trained model cannot be evaluated, on {@link Topic#EVALUATIONS}: docs/adr/0012-evaluations-fail.md.
     *
     * @param evaluation the number of the evaluation of the trial, from 1; each retry increments it
     * @param reason a human-readable sentence
     * @param modelSha256 hash of the safetensors file; null if there is none
     */
    @JsonTypeName("EvaluationFailed")
    record EvaluationFailed(
            TrialId trialId, int attempt, Instant occurredAt, int evaluation, String reason, String modelSha256)
            implements TrialEvent {
        private static final int MAX_REASON = 1_000;

        public EvaluationFailed {
            require(trialId, attempt, occurredAt);
            Objects.requireNonNull(reason, "reason is missing");
            if (evaluation < 1) {
                throw new IllegalArgumentException("evaluation is " + evaluation + "; allowed: 1 and more");
            }
            // The reason may quote a file, and the tables cannot store NUL characters.
            reason =
                    (reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…").replace('\0', '?');
        }
    }
}
