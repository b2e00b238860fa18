package dev.lossline.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** {@code _single_tensor_sgd} of {@code torch/optim/sgd.py}. */
final class SgdUpdate implements ParameterUpdate {

    private final Optimizer.Sgd sgd;
    private final NDList parameters;
    private final NDList buffers;
    private final NDArray learningRate;
    private final NDArray momentum;
    private final NDArray weightDecay;

    SgdUpdate(Optimizer.Sgd sgd, NDManager manager, NDList parameters) {
        this.sgd = sgd;
        this.parameters = parameters;
        // PyTorch's buffer starts as the first gradient, which is what zero times momentum plus it gives.
        buffers = sgd.momentum() == 0 ? new NDList() : ParameterUpdate.zerosLike(manager, parameters);
        learningRate = manager.create((float) sgd.learningRate());
        momentum = manager.create((float) sgd.momentum());
        weightDecay = manager.create((float) sgd.weightDecay());
    }

    @Override
    public void step(long number, NDList gradients) {
        for (int i = 0; i < parameters.size(); i++) {
            NDArray parameter = parameters.get(i);
            NDArray gradient = gradients.get(i);
            if (sgd.weightDecay() != 0) {
                addProduct(gradient, parameter, weightDecay);
            }
            if (sgd.momentum() == 0) {
                parameter.subi(gradient.muli(learningRate));
                continue;
            }
            NDArray buffer = buffers.get(i);
            buffer.muli(momentum).addi(gradient);
            if (sgd.nesterov()) {
                addProduct(gradient, buffer, momentum);
                parameter.subi(gradient.muli(learningRate));
            } else {
                try (NDArray change = buffer.mul(learningRate)) {
                    parameter.subi(change);
                }
            }
        }
    }

    @Override
    public Map<String, NDList> state() {
        return buffers.isEmpty() ? Map.of() : Map.of("momentum_buffer", buffers);
    }

    private static void addProduct(NDArray target, NDArray array, NDArray factor) {
        try (NDArray product = array.mul(factor)) {
            target.addi(product);
        }
    }
}
