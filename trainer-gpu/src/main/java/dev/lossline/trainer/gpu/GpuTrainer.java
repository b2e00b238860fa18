package dev.lossline.trainer.gpu;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;

/** Starts the trainer if there is a GPU. Otherwise it prints the reason and exits: it never trains on the CPU. */
@QuarkusMain
public final class GpuTrainer {
    /** {@code EX_UNAVAILABLE} of {@code sysexits.h}: a required resource is missing. */
    static final int NO_GPU = 69;

    private GpuTrainer() {}

    public static void main(String... arguments) {
        Optional<String> reason = Gpu.whyThereIsNone();
        if (reason.isPresent()) {
            System.err.println("trainer-gpu: no CUDA device available. " + reason.get()
                    + ". Requires an NVIDIA GPU, its driver and PyTorch's CUDA libraries; see docs/gpu.md.");
            System.exit(NO_GPU);
        }
        Quarkus.run(arguments);
    }
}
