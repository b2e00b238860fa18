package dev.lossline.trainer.gpu;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;

/** Starts the trainer where there is a GPU. Where there is none it says so and ends: it never trains on the CPU. */
@QuarkusMain
public final class GpuTrainer {
    /** {@code EX_UNAVAILABLE} of {@code sysexits.h}: something that is needed is not there. */
    static final int NO_GPU = 69;

    private GpuTrainer() {}

    public static void main(String... arguments) {
        Optional<String> reason = Gpu.whyThereIsNone();
        if (reason.isPresent()) {
            System.err.println("trainer-gpu: no CUDA on this machine, so there is nothing to train on. " + reason.get()
                    + ". It needs an NVIDIA GPU, its driver and PyTorch's CUDA natives; docs/gpu.md says how.");
            System.exit(NO_GPU);
        }
        Quarkus.run(arguments);
    }
}
