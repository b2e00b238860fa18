package dev.lossline.contract.topic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Metrics that all services share. All are registered at startup, which makes the first increase visible. */
public final class ServiceMetrics {
    /** Counter: messages that could not be processed, see {@link DeadLetter}. */
    public static final String DEAD_LETTERS = "lossline.dead.letters";
    /** Counter: messages that the broker has acknowledged. */
    public static final String PUBLISHED = "lossline.messages.published";
    /** Counter: messages that could not be sent. */
    public static final String FAILED = "lossline.messages.failed";
    /** Gauge: messages that are waiting to be sent or acknowledged. */
    public static final String BUFFERED = "lossline.messages.buffered";
    /** Gauge, bytes: the resident memory of the process, heap and native; only on Linux. */
    public static final String RESIDENT_MEMORY = "process.resident.memory";

    private static final Path STATUS = Path.of("/proc/self/status");

    private ServiceMetrics() {}

    /** The counter of dead letters. */
    public static Counter deadLetters(MeterRegistry registry) {
        return Counter.builder(DEAD_LETTERS)
                .description("Messages that could not be processed")
                .register(registry);
    }

    /** Registers the metrics of a publisher. */
    public static void ofPublisher(EventPublisher publisher, MeterRegistry registry) {
        FunctionCounter.builder(PUBLISHED, publisher, EventPublisher::published)
                .description("Messages that the broker has acknowledged")
                .register(registry);
        FunctionCounter.builder(FAILED, publisher, EventPublisher::failed)
                .description("Messages that the broker rejected")
                .register(registry);
        Gauge.builder(BUFFERED, publisher, EventPublisher::unacknowledged)
                .description("Messages waiting to be sent or acknowledged")
                .register(registry);
    }

    /** Registers the memory of this process, including libtorch's, which the JVM does not know. No-op without /proc. */
    public static void ofProcess(MeterRegistry registry) {
        if (Files.isReadable(STATUS)) {
            Gauge.builder(RESIDENT_MEMORY, STATUS, ServiceMetrics::residentBytes)
                    .description("Resident memory, heap and native")
                    .baseUnit("bytes")
                    .register(registry);
        }
    }

    /** {@code VmRSS} of <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status</a>. */
    static double residentBytes(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
