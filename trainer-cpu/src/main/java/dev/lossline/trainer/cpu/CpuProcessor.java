package dev.lossline.trainer.cpu;

import dev.lossline.specification.Device;
import dev.lossline.trainer.config.Processor;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The CPU of this machine. */
final class CpuProcessor {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    private CpuProcessor() {}

    @Produces
    @Singleton
    static Processor processor() {
        return Processor.load(Device.CPU, ai.djl.Device.cpu(), name());
    }

    /** The model name according to Linux; on other systems, the architecture. */
    static String name() {
        if (Files.isReadable(CPU_INFO)) {
            try (Stream<String> lines = Files.lines(CPU_INFO)) {
                return lines.filter(line -> line.startsWith(MODEL))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElseGet(CpuProcessor::architecture);
            } catch (IOException e) {
                return architecture();
            }
        }
        return architecture();
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }
}
