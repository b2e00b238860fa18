package dev.lossline.bench.scale;

import dev.lossline.stack.ServerProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The resources used up to a point in time.
 *
 * @param load the load average of the last minute, of the whole machine
 * @param processes the use of each process, by name
 */
record Sample(Instant at, double load, Map<String, Use> processes) {

    /** The resources used by one process. */
    record Use(Duration cpu, long residentBytes, long threads) {}

    static Sample of(Map<String, ServerProcess> processes) {
        Map<String, Use> uses = new LinkedHashMap<>();
        processes.forEach((name, process) -> {
            if (process.alive()) {
                uses.put(name, new Use(process.cpuTime(), process.residentBytes(), threads(process.pid())));
            }
        });
        return new Sample(
                Instant.now(), ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), uses);
    }

    /** The average number of cores that a process used since another sample; 0 if it is missing from one of them. */
    double cores(Sample since, String name) {
        if (!processes.containsKey(name) || !since.processes().containsKey(name)) {
            return 0;
        }
        Duration used =
                processes.get(name).cpu().minus(since.processes().get(name).cpu());
        return used.toMillis() / (double) Duration.between(since.at(), at).toMillis();
    }

    private static long threads(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("Threads:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
