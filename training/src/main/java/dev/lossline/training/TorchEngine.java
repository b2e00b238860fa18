package dev.lossline.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * DJL's PyTorch engine, set up as trials need it: offline, without telemetry, one intra-op thread in each thread that
 * trains, so that as many trials as cores do not fight over them (OpenMP's threads spin). Whoever asks the engine for
 * something before the first training asks here: DJL reads these settings when it loads the engine. A system property
 * or environment variable that is set already stays.
 */
public final class TorchEngine {

    static final String NAME = "PyTorch";

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

    /** The version of PyTorch's native library, such as {@code 2.5.1}. Loads it where that has not been done. */
    public static String torchVersion() {
        return Engine.getEngine(NAME).getVersion();
    }

    /** How many GPUs PyTorch can use. Loads it where that has not been done. */
    public static int gpus() {
        return Engine.getEngine(NAME).getGpuCount();
    }

    /** A manager for work on the calling thread, which from now on uses one intra-op thread. */
    static NDManager open(Device device) {
        NDManager manager = NDManager.newBaseManager(device, NAME);
        useOneThread();
        return manager;
    }

    /**
     * Has the calling thread use one intra-op thread. OpenMP and MKL keep their numbers of threads per thread, so what
     * the engine set when it was loaded holds for that thread alone. TorchScript runs as it is written: its optimizer
     * merges operators into others that round in another way, and not before it has seen a few runs.
     */
    static void useOneThread() {
        JniUtils.setNumThreads(1);
        JniUtils.setGraphExecutorOptimize(false);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, value);
        }
    }
}
