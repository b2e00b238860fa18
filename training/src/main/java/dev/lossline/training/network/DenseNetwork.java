package dev.lossline.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.lossline.training.random.TorchRandom;
import dev.lossline.training.safetensors.Tensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a dense network on a device. Not thread-safe. Closing the manager closes the parameters. */
public final class DenseNetwork {

    private final Architecture architecture;
    private final NDList parameters = new NDList();
    private final NDList biasColumns = new NDList();

    /**
     * Creates a network on the manager's device.
     *
     * @param weights by PyTorch's names; other entries are ignored
     * @throws IllegalArgumentException if a weight is missing or has the wrong shape; the message names it
     */
    public DenseNetwork(NDManager manager, Architecture architecture, Map<String, Tensor> weights) {
        this.architecture = architecture;
        for (Architecture.Layer layer : architecture.layers()) {
            NDArray weight = load(manager, weights, layer.weight(), layer.out(), layer.in());
            NDArray bias = load(manager, weights, layer.bias(), layer.out());
            biasColumns.add(bias.reshape(layer.out(), 1));
            parameters.add(weight);
            parameters.add(bias);
        }
    }

    /**
     * The initial weights of PyTorch's {@code torch.nn.Linear} layers: for each layer the weight, then the bias,
     * row-major, uniform in ±1/√in. ({@code kaiming_uniform_(a=√5)} has the same bound.)
     */
    public static Map<String, Tensor> initialWeights(Architecture architecture, TorchRandom random) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Architecture.Layer layer : architecture.layers()) {
            float bound = (float) (1 / Math.sqrt(layer.in()));
            weights.put(layer.weight(), uniform(random, bound, layer.out(), layer.in()));
            weights.put(layer.bias(), uniform(random, bound, layer.out()));
        }
        return weights;
    }

    /** The number of classes. */
    public int outputs() {
        return architecture.outputs();
    }

    /**
     * Computes the logits of a batch in which each column is an example.
     *
     * @param inputs floats of shape (inputs, batch), whose manager closes the result
     * @return floats of shape (outputs, batch)
     */
    public NDArray logits(NDArray inputs) {
        NDArray current = inputs;
        for (int i = 0; i < biasColumns.size(); i++) {
            // A result belongs to the manager of the array it is computed from, which here is the network's.
            NDArray product = parameters.get(2 * i).matMul(current);
            product.attach(inputs.getManager());
            current = product.addi(biasColumns.get(i));
            if (i < biasColumns.size() - 1) {
                current = activate(current);
            }
        }
        return current;
    }

    /** Copies of the weights by PyTorch's names. */
    public Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        List<String> names = parameterNames();
        for (int i = 0; i < names.size(); i++) {
            weights.put(names.get(i), tensor(parameters.get(i)));
        }
        return weights;
    }

    /** PyTorch's names, in the order of {@link #parameters()}. */
    public List<String> parameterNames() {
        return architecture.layers().stream()
                .flatMap(layer -> List.of(layer.weight(), layer.bias()).stream())
                .toList();
    }

    /** The parameters themselves, weight and bias of each layer: modifying them modifies the network. */
    public NDList parameters() {
        return parameters;
    }

    /** The name of the first parameter that contains NaN or an infinity; empty if all numbers are finite. */
    public Optional<String> firstNonFinite() {
        List<String> names = parameterNames();
        for (int i = 0; i < names.size(); i++) {
            // PyTorch's max and min are NaN if any number is.
            try (NDArray max = parameters.get(i).max();
                    NDArray min = parameters.get(i).min()) {
                if (!Float.isFinite(max.getFloat()) || !Float.isFinite(min.getFloat())) {
                    return Optional.of(names.get(i));
                }
            }
        }
        return Optional.empty();
    }

    private NDArray activate(NDArray x) {
        return switch (architecture.activation()) {
            case RELU -> ai.djl.nn.Activation.relu(x);
            case TANH -> x.tanh();
            case SIGMOID -> ai.djl.nn.Activation.sigmoid(x);
        };
    }

    static Tensor tensor(NDArray array) {
        return Tensor.of(array.toFloatArray(), array.getShape().getShape());
    }

    static NDArray load(NDManager manager, Map<String, Tensor> tensors, String name, long... shape) {
        Tensor tensor = tensors.get(name);
        Shape wanted = new Shape(shape);
        if (tensor == null || tensor.type() != Tensor.Type.F32 || !new Shape(tensor.shape()).equals(wanted)) {
            throw new IllegalArgumentException(name + " must be F32 of shape " + wanted + ", found " + tensor);
        }
        // Copied to memory aligned by PyTorch: MKL's results may depend on alignment, and a resumed run must be
        // identical.
        try (NDArray unaligned = manager.create(FloatBuffer.wrap(tensor.floats()), wanted)) {
            return unaligned.duplicate();
        }
    }

    private static Tensor uniform(TorchRandom random, float bound, int... shape) {
        long[] sizes = new long[shape.length];
        int count = 1;
        for (int i = 0; i < shape.length; i++) {
            sizes[i] = shape[i];
            count = Math.multiplyExact(count, shape[i]);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.uniform(-bound, bound);
        }
        return Tensor.of(values, sizes);
    }
}
