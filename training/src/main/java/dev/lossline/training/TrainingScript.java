package dev.lossline.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.lossline.specification.Optimizer;
import dev.lossline.training.engine.Examples;
import dev.lossline.training.engine.TorchEngine;
import dev.lossline.training.network.DenseNetwork;
import dev.lossline.training.network.OptimizerState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs many training steps in one native call, using the methods of {@code dense_training.pt}, whose source is
 * {@code src/main/python/dense_training.py}. With DJL's arrays, each step would take some twenty native calls, which
 * cost more than the arithmetic of a small network. DJL's gradient collector can be open only once per JVM, which rules
 * out parallel trials. Thread-safe.
 */
final class TrainingScript {

    /** The compiled script, a resource of this package. */
    static final String RESOURCE = "dense_training.pt";

    private final NDManager manager = TorchEngine.open(Device.cpu());
    private final PtSymbolBlock module = load(manager);

    private TrainingScript() {}

    /** Loaded on first use. */
    private static final class Loaded {
        static final TrainingScript SCRIPT = new TrainingScript();
    }

    static TrainingScript get() {
        return Loaded.SCRIPT;
    }

    /**
     * The objects to train. Parameters and state are modified in place.
     *
     * @param examples on the device
     * @param network on the same device
     * @param state the state of the plan's optimizer, on the same device
     */
    record Subject(TrainingPlan plan, Examples examples, DenseNetwork network, OptimizerState state) {}

    /**
     * Trains one step per batch.
     *
     * @param order the order of the examples, 32-bit integers; its manager closes the result
     * @param stepsBefore the number of steps before these since training began
     * @return the batches' mean losses
     */
    NDArray train(Subject subject, NDArray order, long stepsBefore) {
        TrainingPlan plan = subject.plan();
        Stream<IValue> examples = Stream.of(
                tensor(subject.examples().pixels()),
                tensor(subject.examples().labels()),
                tensor(order),
                IValue.from((long) plan.batchSize()),
                tensors(subject.network().parameters()),
                IValue.from(plan.architecture().activation().name().toLowerCase(Locale.ROOT)));
        return switch (plan.optimizer()) {
            case Optimizer.Sgd sgd ->
                run(
                        "sgd",
                        order,
                        examples,
                        Stream.of(
                                tensors(subject.state().get("momentum_buffer")),
                                IValue.from(sgd.learningRate()),
                                IValue.from(sgd.momentum()),
                                IValue.from(sgd.weightDecay()),
                                IValue.from(sgd.nesterov())));
            case Optimizer.Adam adam -> run("adam", order, examples, adam(subject.state(), adam, stepsBefore, false));
            case Optimizer.AdamW adamW ->
                run("adam", order, examples, adam(subject.state(), asAdam(adamW), stepsBefore, true));
        };
    }

    private static Stream<IValue> adam(OptimizerState state, Optimizer.Adam adam, long stepsBefore, boolean decoupled) {
        return Stream.of(
                tensors(state.get("exp_avg")),
                tensors(state.get("exp_avg_sq")),
                IValue.from(stepsBefore),
                IValue.from(adam.learningRate()),
                IValue.from(adam.beta1()),
                IValue.from(adam.beta2()),
                IValue.from(adam.epsilon()),
                IValue.from(adam.weightDecay()),
                IValue.from(decoupled));
    }

    private NDArray run(String method, NDArray order, Stream<IValue> examples, Stream<IValue> optimizer) {
        List<IValue> arguments = Stream.concat(examples, optimizer).toList();
        try (IValue losses = IValueUtils.runMethod(module, method, arguments.toArray(IValue[]::new))) {
            return losses.toTensor((PtNDManager) order.getManager());
        } catch (EngineException e) {
            throw new EngineException(cause(e.getMessage()), e);
        } finally {
            arguments.forEach(IValue::close);
        }
    }

    /** The cause in libtorch's error message, without TorchScript's stack trace. */
    static String cause(String message) {
        String marker = "RuntimeError: ";
        int cause = message.lastIndexOf(marker);
        return cause < 0 ? message : message.substring(cause + marker.length()).strip();
    }

    private static IValue tensor(NDArray array) {
        return IValue.from((PtNDArray) array);
    }

    private static IValue tensors(NDList arrays) {
        return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    private static PtSymbolBlock load(NDManager manager) {
        try (InputStream script = TrainingScript.class.getResourceAsStream(RESOURCE)) {
            return JniUtils.loadModule((PtNDManager) manager, script, false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " of this module", e);
        }
    }

    /** Adam with the same settings; they differ only in how the decay is applied. */
    private static Optimizer.Adam asAdam(Optimizer.AdamW adamW) {
        return new Optimizer.Adam(
                adamW.learningRate(), adamW.beta1(), adamW.beta2(), adamW.epsilon(), adamW.weightDecay());
    }
}
