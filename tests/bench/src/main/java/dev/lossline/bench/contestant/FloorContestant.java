package dev.lossline.bench.contestant;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;

/**
 * A lower bound for the training time: only the two large matrix products of each step, the batch by the first layer's
 * weights and the layer's gradient by the batch. The arrays are allocated in advance.
 */
public final class FloorContestant {

    private static final int EXAMPLES = 60_000;
    private static final int INPUTS = 784;
    private static final int CLASSES = 10;

    private FloorContestant() {}

    /** Serves the runner's requests. */
    public static void main(String[] args) throws IOException {
        NDManager[] last = new NDManager[1];
        ContestantLoop.serve(version(), task -> {
            if (last[0] != null) {
                last[0].close();
            }
            NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
            last[0] = manager;
            int units = task.hidden() == 0 ? CLASSES : task.hidden();
            NDArray batch = manager.randomUniform(0, 1, new Shape(task.batch(), INPUTS));
            NDArray weights =
                    manager.randomUniform(-1, 1, new Shape(units, INPUTS)).transpose();
            NDArray gradient =
                    manager.randomUniform(-1, 1, new Shape(task.batch(), units)).transpose();
            return () -> {
                for (int step = 0; step < EXAMPLES / task.batch(); step++) {
                    batch.matMul(weights).close();
                    gradient.matMul(batch).close();
                }
                return Double.NaN;
            };
        });
    }

    private static String version() {
        return "DJL " + Engine.getDjlVersion() + ", PyTorch "
                + Engine.getEngine("PyTorch").getVersion();
    }
}
