package dev.lossline.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code _single_tensor_adam} of {@code torch/optim/adam.py}, which AdamW shares: it decays the parameter itself. */
final class AdamUpdate implements ParameterUpdate {

    private final Optimizer.Adam adam;
    private final boolean decoupledDecay;
    private final NDManager manager;
    private final NDList parameters;
    private final NDList means;
    private final NDList squares;
    private final NDArray oneMinusBeta1;
    private final NDArray beta2;
    private final NDArray oneMinusBeta2;
    private final NDArray epsilon;
    private final NDArray decay;

    AdamUpdate(Optimizer.Adam adam, NDManager manager, NDList parameters) {
        this(adam, false, manager, parameters);
    }

    AdamUpdate(Optimizer.AdamW adamW, NDManager manager, NDList parameters) {
        this(
                new Optimizer.Adam(
                        adamW.learningRate(), adamW.beta1(), adamW.beta2(), adamW.epsilon(), adamW.weightDecay()),
                true,
                manager,
                parameters);
    }

    private AdamUpdate(Optimizer.Adam adam, boolean decoupledDecay, NDManager manager, NDList parameters) {
        this.adam = adam;
        this.decoupledDecay = decoupledDecay;
        this.manager = manager;
        this.parameters = parameters;
        means = ParameterUpdate.zerosLike(manager, parameters);
        squares = ParameterUpdate.zerosLike(manager, parameters);
        oneMinusBeta1 = manager.create((float) (1 - adam.beta1()));
        beta2 = manager.create((float) adam.beta2());
        oneMinusBeta2 = manager.create((float) (1 - adam.beta2()));
        epsilon = manager.create((float) adam.epsilon());
        decay = manager.create(
                (float) (decoupledDecay ? 1 - adam.learningRate() * adam.weightDecay() : adam.weightDecay()));
    }

    @Override
    public void step(long number, NDList gradients) {
        double correction1 = 1 - Math.pow(adam.beta1(), (double) number);
        double correction2 = Math.sqrt(1 - Math.pow(adam.beta2(), (double) number));
        try (NDArray rate = manager.create((float) (adam.learningRate() / correction1));
                NDArray root = manager.create((float) correction2)) {
            for (int i = 0; i < parameters.size(); i++) {
                NDArray parameter = parameters.get(i);
                NDArray gradient = gradients.get(i);
                if (adam.weightDecay() != 0) {
                    decay(parameter, gradient);
                }
                move(means.get(i), squares.get(i), gradient);
                change(parameter, means.get(i), squares.get(i), rate, root);
            }
        }
    }

    @Override
    public Map<String, NDList> state() {
        Map<String, NDList> state = new LinkedHashMap<>();
        state.put("exp_avg", means);
        state.put("exp_avg_sq", squares);
        return state;
    }

    private void decay(NDArray parameter, NDArray gradient) {
        if (decoupledDecay) {
            parameter.muli(decay);
        } else {
            try (NDArray product = parameter.mul(decay)) {
                gradient.addi(product);
            }
        }
    }

    /** {@code mean.lerp_(g, 1 - beta1); square.mul_(beta2).addcmul_(g, g, value=1 - beta2)}. */
    private void move(NDArray mean, NDArray square, NDArray gradient) {
        try (NDArray difference = gradient.sub(mean);
                NDArray squared = gradient.mul(oneMinusBeta2)) {
            mean.addi(difference.muli(oneMinusBeta1));
            square.muli(beta2).addi(squared.muli(gradient));
        }
    }

    /** {@code p.addcdiv_(mean, (square.sqrt() / root).add_(epsilon), value=-rate)}. */
    private void change(NDArray parameter, NDArray mean, NDArray square, NDArray rate, NDArray root) {
        try (NDArray denominator = square.sqrt();
                NDArray change = mean.mul(rate)) {
            denominator.divi(root).addi(epsilon);
            parameter.subi(change.divi(denominator));
        }
    }
}
