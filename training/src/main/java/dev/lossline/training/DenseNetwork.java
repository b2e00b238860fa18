package dev.lossline.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dense network's parameters on a device, its forward pass, and its gradients, written out: DJL allows one gradient
 * collector in a JVM at a time, so trials in parallel could not use it. Not safe for use by several threads at once.
 * The manager that it was made with closes the parameters.
 */
public final class DenseNetwork {

    /** The largest value of a pixel. */
    static final float WHITEST = 255f;

    private final Architecture architecture;
    private final List<LayerArrays> layers = new ArrayList<>();
    private final NDList parameters = new NDList();
    private final NDArray whitest;
    private final NDArray one;

    /** A layer's parameters: weight (out, in) and bias (out), and the same memory as (in, out) and (out, 1). */
    private record LayerArrays(NDArray weight, NDArray transposed, NDArray bias, NDArray biasColumn) {}

    /**
     * What a step computes from a batch.
     *
     * @param logLikelihood sum over the batch of the logarithm of each label's probability; a scalar. The batch's mean
     *     cross-entropy is this, negated and divided by the batch's size
     * @param gradients of the mean cross-entropy, in the order of {@link DenseNetwork#parameters()}
     */
    record Step(NDArray logLikelihood, NDList gradients) {}

    /**
     * A network on the manager's device.
     *
     * @param weights by PyTorch's names; others in the map are ignored
     * @throws IllegalArgumentException where a weight is missing or of another shape; the message names it
     */
    public DenseNetwork(NDManager manager, Architecture architecture, Map<String, Tensor> weights) {
        this.architecture = architecture;
        this.whitest = manager.create(WHITEST);
        this.one = manager.create(1f);
        for (Architecture.Layer layer : architecture.layers()) {
            NDArray weight = load(manager, weights, layer.weight(), layer.out(), layer.in());
            NDArray bias = load(manager, weights, layer.bias(), layer.out());
            layers.add(new LayerArrays(weight, weight.transpose(), bias, bias.reshape(layer.out(), 1)));
            parameters.add(weight);
            parameters.add(bias);
        }
    }

    /**
     * The weights that PyTorch gives to new {@code torch.nn.Linear} layers: each layer's weight, then its bias, row-major,
     * uniform in ±1/√in. ({@code kaiming_uniform_(a=√5)} comes to that bound.)
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

    /** How many classes it tells apart. */
    int outputs() {
        return architecture.outputs();
    }

    /** What enters the first layer: bytes of shape (batch, inputs) as floats in [0, 1]. Their manager closes it. */
    static NDArray inputs(NDArray pixels, NDArray whitest) {
        return pixels.toType(DataType.FLOAT32, true).divi(whitest);
    }

    /**
     * Logits of a batch with an example a column.
     *
     * @param inputs floats of shape (inputs, batch), whose manager closes the result
     * @return floats of shape (outputs, batch)
     */
    NDArray logits(NDArray inputs) {
        NDArray current = inputs;
        for (int i = 0; i < layers.size(); i++) {
            LayerArrays layer = layers.get(i);
            NDArray product = layer.weight().matMul(current);
            product.attach(current.getManager());
            current = product.addi(layer.biasColumn());
            if (i < layers.size() - 1) {
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
    List<String> parameterNames() {
        return architecture.layers().stream()
                .flatMap(layer -> List.of(layer.weight(), layer.bias()).stream())
                .toList();
    }

    /** The parameters themselves, weight and bias of each layer: changing them changes the network. */
    NDList parameters() {
        return parameters;
    }

    /**
     * Loss and gradients of a batch; everything that it makes, the manager of {@code pixels} closes.
     *
     * @param pixels bytes of shape (batch, inputs)
     * @param oneHot floats of shape (batch, outputs)
     * @param perExample 1/batch, a scalar
     */
    Step step(NDArray pixels, NDArray oneHot, NDArray perExample) {
        List<NDArray> activations = activations(inputs(pixels, whitest));
        NDArray logProbabilities = activations.get(layers.size()).logSoftmax(1);
        NDArray logLikelihood = logProbabilities.mul(oneHot).sum();
        // Cross-entropy after softmax: its gradient by the logits is (probability − one-hot) / batch.
        NDArray upstream = logProbabilities.exp().subi(oneHot).muli(perExample);
        NDArray[] gradients = new NDArray[2 * layers.size()];
        for (int i = layers.size() - 1; i >= 0; i--) {
            NDArray input = activations.get(i);
            gradients[2 * i] = upstream.transpose().matMul(input);
            gradients[2 * i + 1] = upstream.sum(new int[] {0});
            if (i > 0) {
                upstream = upstream.matMul(layers.get(i).weight());
                multiplyBySlope(upstream, input);
            }
        }
        return new Step(logLikelihood, new NDList(gradients));
    }

    /** What enters each layer, as floats, and last the logits. */
    private List<NDArray> activations(NDArray inputs) {
        List<NDArray> activations = new ArrayList<>(layers.size() + 1);
        NDArray current = inputs;
        activations.add(current);
        for (LayerArrays layer : layers) {
            current = current.matMul(layer.transposed()).addi(layer.bias());
            if (activations.size() < layers.size()) {
                current = activate(current);
            }
            activations.add(current);
        }
        return activations;
    }

    private NDArray activate(NDArray x) {
        return switch (architecture.activation()) {
            case RELU -> ai.djl.nn.Activation.relu(x);
            case TANH -> x.tanh();
            case SIGMOID -> ai.djl.nn.Activation.sigmoid(x);
        };
    }

    /** Multiplies a gradient in place by the activation's derivative, given what the activation gave. */
    private void multiplyBySlope(NDArray gradient, NDArray activated) {
        switch (architecture.activation()) {
            case RELU -> gradient.muli(activated.sign());
            case TANH -> gradient.muli(activated.mul(activated).negi().addi(one));
            case SIGMOID -> gradient.muli(activated.neg().addi(one).muli(activated));
        }
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
        // Copied to memory that PyTorch aligns: MKL's results may depend on alignment, and a resumed run must not
        // differ.
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
