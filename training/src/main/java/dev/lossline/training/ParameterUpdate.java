package dev.lossline.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An {@link Optimizer} at work: its scalars and its state arrays on the device. The formulas are those of
 * {@code torch/optim/sgd.py} and {@code adam.py} ({@code _single_tensor_…}), in their order of operations.
 */
sealed interface ParameterUpdate permits SgdUpdate, AdamUpdate {

    /**
     * Makes one step.
     *
     * @param number of the step since training began, counted from 1
     * @param gradients in the parameters' order; used up
     */
    void step(long number, NDList gradients);

    /** The state arrays by name of the state, each list in the parameters' order. */
    Map<String, NDList> state();

    /** Starts with state zero; {@code manager} closes everything. */
    static ParameterUpdate of(Optimizer optimizer, NDManager manager, NDList parameters) {
        return switch (optimizer) {
            case Optimizer.Sgd sgd -> new SgdUpdate(sgd, manager, parameters);
            case Optimizer.Adam adam -> new AdamUpdate(adam, manager, parameters);
            case Optimizer.AdamW adamW -> new AdamUpdate(adamW, manager, parameters);
        };
    }

    /** Copies of the state, each named {@code <parameter>.<state>}. */
    default Map<String, Tensor> tensors(List<String> parameterNames) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        state().forEach((state, arrays) -> {
            for (int i = 0; i < parameterNames.size(); i++) {
                tensors.put(parameterNames.get(i) + "." + state, DenseNetwork.tensor(arrays.get(i)));
            }
        });
        return tensors;
    }

    /**
     * Goes on from a state that {@link #tensors} gave.
     *
     * @throws IllegalArgumentException where a tensor is missing or of another shape
     */
    default void restore(NDManager manager, List<String> parameterNames, Map<String, Tensor> tensors) {
        state().forEach((state, arrays) -> {
            for (int i = 0; i < parameterNames.size(); i++) {
                Shape shape = arrays.get(i).getShape();
                String name = parameterNames.get(i) + "." + state;
                try (NDArray saved = DenseNetwork.load(manager, tensors, name, shape.getShape())) {
                    arrays.get(i).addi(saved);
                }
            }
        });
    }

    /** Zeros in the shapes of the parameters. */
    static NDList zerosLike(NDManager manager, NDList parameters) {
        NDList zeros = new NDList();
        parameters.forEach(parameter -> zeros.add(manager.zeros(parameter.getShape())));
        return zeros;
    }
}
