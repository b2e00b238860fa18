package dev.lossline.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.lossline.specification.Optimizer;
import dev.lossline.training.safetensors.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arrays that an optimizer keeps for each parameter, by their PyTorch names. All start at zero. */
public final class OptimizerState {

    private static final List<String> ADAM = List.of("exp_avg", "exp_avg_sq");

    private final NDManager manager;
    private final Map<String, NDList> arrays = new LinkedHashMap<>();

    /** Creates the state for parameters of these shapes; the manager closes it. */
    public OptimizerState(NDManager manager, Optimizer optimizer, NDList parameters) {
        this.manager = manager;
        for (String name : names(optimizer)) {
            NDList zeros = new NDList();
            parameters.forEach(parameter -> zeros.add(manager.zeros(parameter.getShape())));
            arrays.put(name, zeros);
        }
    }

    /** The arrays of a state in the order of the parameters; empty if the optimizer has no such state. */
    public NDList get(String name) {
        return arrays.getOrDefault(name, new NDList());
    }

    /** Copies of all arrays, named {@code <parameter>.<state>}. */
    public Map<String, Tensor> tensors(List<String> parameterNames) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, ofParameters) -> {
            for (int i = 0; i < parameterNames.size(); i++) {
                tensors.put(parameterNames.get(i) + "." + name, DenseNetwork.tensor(ofParameters.get(i)));
            }
        });
        return tensors;
    }

    /**
     * Restores a state that {@link #tensors} returned.
     *
     * @throws IllegalArgumentException if a tensor is missing or has another shape
     */
    public void restore(List<String> parameterNames, Map<String, Tensor> tensors) {
        arrays.forEach((name, ofParameters) -> {
            for (int i = 0; i < parameterNames.size(); i++) {
                Shape shape = ofParameters.get(i).getShape();
                String tensor = parameterNames.get(i) + "." + name;
                try (NDArray saved = DenseNetwork.load(manager, tensors, tensor, shape.getShape())) {
                    ofParameters.get(i).addi(saved);
                }
            }
        });
    }

    /** The names of the arrays that an optimizer keeps for each parameter. */
    public static List<String> names(Optimizer optimizer) {
        return switch (optimizer) {
            case Optimizer.Sgd sgd -> sgd.momentum() == 0 ? List.of() : List.of("momentum_buffer");
            case Optimizer.Adam adam -> ADAM;
            case Optimizer.AdamW adamW -> ADAM;
        };
    }
}
