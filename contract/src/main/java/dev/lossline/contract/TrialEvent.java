package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Something about one trial. {@code attempt} is the delivery of the trial that it is about, from 1: a trial whose
 * trainer was lost is delivered again and goes on from its newest checkpoint.
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
     * @param attempt 1, or one more than the attempts known of when it was requested again
     * @param generation how often the experiment had been resumed: {@link ExperimentControl#generation}. A trainer drops
     *     a request from before the newest resume. Null in requests from before this field existed
     */
    @JsonTypeName("TrialRequested")
    record TrialRequested(
            TrialId trialId, int attempt, Instant occurredAt, TrialSpecification trial, Integer generation)
            implements TrialEvent {
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
     * @param host where the trainer runs
     * @param deviceName the processor that trains, as the trainer knows it
     * @param resumedFrom epoch of the checkpoint that this attempt goes on from; 0 where it starts at the beginning
     * @param datasetSha256 hash of the dataset's files
     */
    @JsonTypeName("TrialStarted")
    record TrialStarted(
            TrialId trialId,
            int attempt,
            Instant occurredAt,
            Device device,
            String host,
            String deviceName,
            int resumedFrom,
            String datasetSha256,
            Versions versions)
            implements TrialEvent {
        public TrialStarted {
            require(trialId, attempt, occurredAt);
            Objects.requireNonNull(device, "device is missing");
            Objects.requireNonNull(host, "host is missing");
            Objects.requireNonNull(versions, "versions is missing");
        }
    }

    /** Versions of what trains: with them a result can be repeated. */
    record Versions(String djl, String pytorch, String java) {}

    /**
     * An epoch, on {@link Topic#TRAINING}.
     *
     * @param epoch from 1
     * @param trainingLoss mean cross-entropy over the epoch's batches
     * @param validationLoss mean cross-entropy over the held-out examples; null where none are held out
     * @param validationAccuracy fraction of the held-out examples, 0 to 1; null where none are held out
     * @param seconds training time of this epoch
     * @param samplesPerSecond training examples a second
     */
    @JsonTypeName("EpochCompleted")
    record EpochCompleted(
            TrialId trialId,
            int attempt,
            Instant occurredAt,
            int epoch,
            double trainingLoss,
            Double validationLoss,
            Double validationAccuracy,
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
     * @param epochs how many
     * @param trainingLoss that of the last epoch
     * @param seconds training time of all epochs together
     */
    @JsonTypeName("TrialCompleted")
    record TrialCompleted(
            TrialId trialId, int attempt, Instant occurredAt, int epochs, double trainingLoss, double seconds)
            implements TrialEvent {
        public TrialCompleted {
            require(trialId, attempt, occurredAt);
        }
    }

    /** The trial cannot be trained; trying again would end the same way. */
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
        /** The dataset is not there and cannot be fetched. */
        @JsonProperty("dataset")
        DATASET,
        /** Anything else. */
        @JsonProperty("error")
        ERROR;

        /** The name in events, tables and addresses. */
        public String id() {
            return Names.of(this);
        }
    }

    /**
     * How the trained model does on the test split, on {@link Topic#EVALUATIONS}.
     *
     * @param examples examples of the test split
     * @param accuracy fraction that is right, 0 to 1
     * @param confusion row: actual class, column: predicted class, value: examples
     * @param loss mean cross-entropy over them; NaN in old events of models that are not finite, which count as failed
     * @param modelSha256 hash of the safetensors file that was evaluated
     * @param misclassified examples of each cell beside the diagonal that is not empty; null in events from before
     *     they were kept
     * @param weightsSha256 hash of the tensors alone, equal for equal weights; null in events from before it was kept
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
            List<Misclassified> misclassified,
            String weightsSha256)
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
     * @param evaluation which evaluation of the trial, from 1; each retry is one more
     * @param reason for people
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
            // It may quote a file, and no table holds a zero character.
            reason =
                    (reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…").replace('\0', '?');
        }
    }

    /**
     * Figures of one class; each is 0 where it would divide by 0.
     *
     * @param label the class, from 0
     * @param precision of those predicted as the class, the fraction that is
     * @param recall of those of the class, the fraction predicted so
     * @param f1 harmonic mean of the two
     * @param support examples of the class
     */
    record ClassMetric(int label, double precision, double recall, double f1, long support) {}

    /**
     * Examples of one class that the model takes for another: a dozen at the most, so that an event stays small.
     *
     * @param examples their indexes in the test split, ascending: the first ones of the cell
     */
    record Misclassified(int actual, int predicted, List<Integer> examples) {
        public Misclassified {
            examples = List.copyOf(examples);
        }
    }
}
