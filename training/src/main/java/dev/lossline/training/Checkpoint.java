package dev.lossline.training;

import dev.lossline.training.network.Architecture;
import dev.lossline.training.network.OptimizerState;
import dev.lossline.training.random.TorchRandom;
import dev.lossline.training.safetensors.Safetensors;
import dev.lossline.training.safetensors.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The complete state of a training run after an epoch: everything that {@link Training#resume} needs to continue as if
 * training had never stopped. The file format is safetensors: weights under PyTorch's names, optimizer state under
 * {@code optimizer.<name>}, random state under {@code random.state}, and the other components in the metadata.
 *
 * @param epoch the completed epoch, counted from 1; 0 before the first
 * @param trainingLoss the loss of that epoch; NaN if unknown
 * @param seconds the training time so far over all attempts, without validation
 * @param weights by PyTorch's names, such as {@code 0.weight} of shape (out, in)
 * @param optimizerState by {@code <parameter>.<state>} with PyTorch's names, such as {@code 0.weight.exp_avg}; empty if
 *     the optimizer has no state
 * @param randomState {@link TorchRandom#state()}, unsigned 32-bit; empty in a model file, which cannot be resumed
 */
public record Checkpoint(
        int epoch,
        double trainingLoss,
        double seconds,
        Map<String, Tensor> weights,
        Map<String, Tensor> optimizerState,
        Optional<Tensor> randomState) {

    /** Metadata key of {@link #epoch()}. */
    public static final String EPOCH = "epoch";
    /** Metadata key of {@link #trainingLoss()}. */
    public static final String TRAINING_LOSS = "training_loss";
    /** Metadata key of {@link #seconds()}. */
    public static final String TRAINING_SECONDS = "training_seconds";

    /** Metadata key of the version of the file layout. */
    public static final String VERSION = "checkpoint_version";

    /** The only layout so far; files without the key use it too. */
    private static final String CURRENT_VERSION = "1";

    private static final String OPTIMIZER_PREFIX = "optimizer.";
    private static final String RANDOM_STATE = "random.state";

    public Checkpoint {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch is " + epoch + ", must be 0 or more");
        }
        if (!(seconds >= 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException("seconds is " + seconds + ", must be 0 or more and finite");
        }
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        optimizerState = Collections.unmodifiableMap(new LinkedHashMap<>(optimizerState));
        randomState.ifPresent(state -> {
            if (state.type() != Tensor.Type.U32 || state.size() != TorchRandom.STATE_WORDS) {
                throw new IllegalArgumentException(
                        "randomState is " + state + ", must be U32 of shape [" + TorchRandom.STATE_WORDS + "]");
            }
        });
    }

    /** The complete state as the bytes of a safetensors file: see {@link #safetensors}. */
    public byte[] toSafetensors(Map<String, String> extraMetadata) {
        return safetensors(extraMetadata).toBytes();
    }

    /**
     * The complete state as a safetensors file.
     *
     * @param extraMetadata additional metadata for readers of the file
     */
    public Safetensors safetensors(Map<String, String> extraMetadata) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights);
        optimizerState.forEach((name, tensor) -> tensors.put(OPTIMIZER_PREFIX + name, tensor));
        randomState.ifPresent(state -> tensors.put(RANDOM_STATE, state));
        Map<String, String> metadata = metadata(extraMetadata);
        metadata.put(VERSION, CURRENT_VERSION);
        return new Safetensors(tensors, metadata);
    }

    /**
     * Only the weights as a safetensors file, which
     * {@code torch.nn.Sequential(…).load_state_dict(safetensors.torch.load_file(f))} accepts unchanged.
     *
     * @param extraMetadata additional metadata
     */
    public byte[] modelSafetensors(Map<String, String> extraMetadata) {
        return new Safetensors(weights, metadata(extraMetadata)).toBytes();
    }

    /**
     * Reads the result of {@link #toSafetensors} or {@link #modelSafetensors}.
     *
     * @throws IllegalArgumentException if the file is neither; the message says why
     */
    public static Checkpoint fromSafetensors(byte[] file) {
        return from(Safetensors.fromBytes(file));
    }

    /**
     * Extracts a checkpoint or a model from its file.
     *
     * @throws IllegalArgumentException if the file is neither; the message says why
     */
    public static Checkpoint from(Safetensors content) {
        String version = content.metadata().getOrDefault(VERSION, CURRENT_VERSION);
        if (!version.equals(CURRENT_VERSION)) {
            throw new IllegalArgumentException(
                    VERSION + " is " + version + ", this version of Lossline reads " + CURRENT_VERSION);
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Map<String, Tensor> optimizerState = new LinkedHashMap<>();
        content.tensors().forEach((name, tensor) -> {
            if (name.startsWith(OPTIMIZER_PREFIX)) {
                optimizerState.put(name.substring(OPTIMIZER_PREFIX.length()), tensor);
            } else if (!name.equals(RANDOM_STATE)) {
                weights.put(name, tensor);
            }
        });
        Map<String, String> metadata = content.metadata();
        try {
            return new Checkpoint(
                    Integer.parseInt(metadata.getOrDefault(EPOCH, "0")),
                    Double.parseDouble(metadata.getOrDefault(TRAINING_LOSS, "NaN")),
                    Double.parseDouble(metadata.getOrDefault(TRAINING_SECONDS, "0")),
                    weights,
                    optimizerState,
                    Optional.ofNullable(content.tensors().get(RANDOM_STATE)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a checkpoint: the metadata is " + metadata, e);
        }
    }

    private Map<String, String> metadata(Map<String, String> extraMetadata) {
        Map<String, String> metadata = new LinkedHashMap<>(extraMetadata);
        metadata.put("format", "pt");
        metadata.put(EPOCH, Integer.toString(epoch));
        metadata.put(TRAINING_LOSS, Double.toString(trainingLoss));
        metadata.put(TRAINING_SECONDS, Double.toString(seconds));
        return metadata;
    }

    /**
     * Ensures that training with this plan can continue from this state.
     *
     * @throws IllegalArgumentException saying what is missing, does not match the plan, or is not finite
     */
    public void requireFits(TrainingPlan plan) {
        if (randomState.isEmpty()) {
            throw new IllegalArgumentException(
                    "the checkpoint has no random state: it is a model, from which training cannot continue");
        }
        TorchRandom.restore(randomState.get().unsigned());
        if (epoch < 1 || epoch > plan.epochs()) {
            throw new IllegalArgumentException("it was taken after epoch " + epoch + " of " + plan.epochs());
        }
        requireModelOf(plan.architecture());
        Map<String, List<Long>> state = new LinkedHashMap<>();
        for (String name : OptimizerState.names(plan.optimizer())) {
            plan.architecture().shapes().forEach((weight, shape) -> state.put(weight + "." + name, shape));
        }
        requireShapes("optimizer state", optimizerState, state);
    }

    /**
     * Ensures that this is a trained model of that architecture.
     *
     * @throws IllegalArgumentException saying what is missing, has another shape, or is not finite
     */
    public void requireModelOf(Architecture architecture) {
        if (!Double.isFinite(trainingLoss)) {
            throw new IllegalArgumentException(TRAINING_LOSS + " is " + trainingLoss + ", must be finite");
        }
        requireShapes("weights", weights, architecture.shapes());
        weights.forEach((name, tensor) -> {
            if (!tensor.isFinite()) {
                throw new IllegalArgumentException("not all numbers of " + name + " are finite");
            }
        });
    }

    private static void requireShapes(String what, Map<String, Tensor> found, Map<String, List<Long>> wanted) {
        if (!found.keySet().equals(wanted.keySet())) {
            throw new IllegalArgumentException(
                    "its " + what + " are " + found.keySet() + ", the trial's are " + wanted.keySet());
        }
        wanted.forEach((name, shape) -> {
            Tensor tensor = found.get(name);
            if (tensor.type() != Tensor.Type.F32 || !tensor.shape().equals(shape)) {
                throw new IllegalArgumentException(name + " is " + tensor + ", must be F32 of shape " + shape);
            }
        });
    }
}
