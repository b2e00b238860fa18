package dev.lossline.training.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * DJL's PyTorch engine, configured for trials: offline, without telemetry, and with one intra-op thread per training
 * thread, because OpenMP's spinning threads would otherwise compete for the cores. DJL reads these settings when it
 * loads the engine, so code that uses the engine before the first training must access it through this class. System
 * properties and environment variables that are already set take precedence.
 */
public final class TorchEngine {

    public static final String NAME = "PyTorch";

    static {
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
        setIfAbsent("ai.djl.pytorch.num_threads", "1");
    }

    private TorchEngine() {}

    /** DJL's version, such as {@code 0.32.0}. */
    public static String djlVersion() {
        return Engine.getDjlVersion();
    }

    /** The version of PyTorch's native library, such as {@code 2.5.1}. Loads the library if necessary. */
    public static String torchVersion() {
        return Engine.getEngine(NAME).getVersion();
    }

    /** The number of GPUs that PyTorch can use. Loads the library if necessary. */
    public static int gpus() {
        return Engine.getEngine(NAME).getGpuCount();
    }

    /** Creates a manager for the calling thread, which uses one intra-op thread from then on. */
    public static NDManager open(Device device) {
        NDManager manager = NDManager.newBaseManager(device, NAME);
        useOneThread();
        return manager;
    }

    /**
     * Makes the calling thread use one intra-op thread. OpenMP and MKL keep the number of threads per thread, so the
     * setting made when the engine was loaded applies only to that thread. Also disables TorchScript's optimizer, which
     * after a few runs fuses operators into others that round differently.
     */
    public static void useOneThread() {
        JniUtils.setNumThreads(1);
        JniUtils.setGraphExecutorOptimize(false);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, value);
        }
    }
}
