package dev.lossline.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The machine that measures. */
public final class Machine {

    private static final boolean TASKSET = Arrays.stream(
                    System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));

    private Machine() {}

    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** What keeps a process on one core; nothing where it may use all or the system has no {@code taskset}. */
    static List<String> pinnedTo(int cores) {
        return cores == 1 && TASKSET ? List.of("taskset", "-c", Integer.toString(cores() - 1)) : List.of();
    }

    static boolean pins() {
        return TASKSET;
    }

    /** Processor, cores and system in a line. */
    public static String description() {
        return model() + ", " + cores() + " cores, " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }

    private static String model() {
        try {
            // Linux says the model here; other systems lack the file.
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
