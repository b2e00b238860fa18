package dev.lossline.bench.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The machine that the benchmark runs on. */
public final class Machine {

    private static final boolean TASKSET = Arrays.stream(
                    System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));

    private Machine() {}

    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** A command prefix that pins a process to one core; empty for several cores, or if there is no {@code taskset}. */
    public static List<String> pinPrefix(int cores) {
        return cores == 1 && TASKSET ? List.of("taskset", "-c", Integer.toString(cores() - 1)) : List.of();
    }

    static boolean pins() {
        return TASKSET;
    }

    /** Processor, number of cores and operating system, in one line. */
    public static String description() {
        return model() + ", " + cores() + " cores, " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }

    private static String model() {
        try {
            // Only Linux has this file.
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
