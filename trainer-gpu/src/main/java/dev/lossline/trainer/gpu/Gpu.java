package dev.lossline.trainer.gpu;

import dev.lossline.specification.Device;
import dev.lossline.trainer.config.Processor;
import dev.lossline.training.engine.TorchEngine;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The first GPU of this machine. */
final class Gpu {
    /** NVIDIA's driver has a directory here for each GPU. */
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/gpus");

    private static final String MODEL = "Model:";

    private Gpu() {}

    /** Why PyTorch cannot use a GPU, as a message for the user; empty if it can. */
    static Optional<String> whyThereIsNone() {
        try {
            return TorchEngine.gpus() > 0
                    ? Optional.empty()
                    : Optional.of("PyTorch %s is loaded and sees no GPU".formatted(TorchEngine.torchVersion()));
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(
                    "PyTorch with CUDA cannot be loaded: " + innermost(e).getMessage());
        }
    }

    @Produces
    @Singleton
    static Processor processor() {
        return Processor.load(Device.GPU, ai.djl.Device.gpu(), name(DRIVER));
    }

    /** The GPU's model name according to the driver, such as {@code NVIDIA H100 80GB HBM3}. */
    static String name(Path driver) {
        try (DirectoryStream<Path> gpus = Files.newDirectoryStream(driver)) {
            for (Path gpu : gpus) {
                List<String> lines = Files.readAllLines(gpu.resolve("information"));
                for (String line : lines) {
                    if (line.startsWith(MODEL)) {
                        return line.substring(MODEL.length()).strip();
                    }
                }
            }
        } catch (IOException e) {
            // Reported below: containers may hide the driver's directory.
        }
        return "NVIDIA GPU";
    }

    private static Throwable innermost(Throwable e) {
        return e.getCause() == null ? e : innermost(e.getCause());
    }
}
