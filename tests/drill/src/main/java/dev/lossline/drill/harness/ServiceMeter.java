package dev.lossline.drill.harness;

import java.io.IOException;
import java.util.Locale;

/** A metric of a service, as it tells it itself. */
public final class ServiceMeter {
    private final Api service;
    private final String metric;

    private ServiceMeter(Api service, String metric) {
        this.service = service;
        this.metric = metric;
    }

    /** Epochs that a trainer has trained since it started, whether the broker has them or not. */
    static ServiceMeter epochsTrained(StackProcess trainer) {
        return new ServiceMeter(new Api(trainer.port()), "lossline_trainer_epochs_total");
    }

    /** Bytes of a service in RAM, heap and native. */
    static ServiceMeter residentMemory(StackProcess service) {
        return new ServiceMeter(new Api(service.port()), "process_resident_memory_bytes");
    }

    /** Bytes of a service's heap that are used, garbage included, by the generations of the collector. */
    static ServiceMeter heap(StackProcess service) {
        return new ServiceMeter(new Api(service.port()), "jvm_memory_used_bytes{area=\"heap\"");
    }

    /** Slots of a trainer that train a trial now. */
    public static ServiceMeter busySlots(StackProcess trainer) {
        return new ServiceMeter(new Api(trainer.port()), "lossline_trainer_slots_busy");
    }

    /** Seconds from an event to its row that this share of the newest events stayed below; for people. */
    public static String recordingDelay(StackProcess evaluator, String quantile) throws InterruptedException {
        double seconds = new ServiceMeter(
                        new Api(evaluator.port()), "lossline_recording_delay_seconds{quantile=\"" + quantile + "\"}")
                .value();
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /** Bytes of a service's memory in RAM. */
    public static ServiceMeter memory(StackProcess service) {
        return new ServiceMeter(new Api(service.port()), "process_resident_memory_bytes");
    }

    /** The sum over all labels; 0 where the service does not answer. */
    public double value() throws InterruptedException {
        try {
            return service.get("/q/metrics")
                    .body()
                    .lines()
                    .filter(line -> isOf(metric, line))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** A metric that is given with labels has more of them behind those. */
    private static boolean isOf(String metric, String line) {
        return line.startsWith(metric) && "{, ".indexOf(line.charAt(metric.length())) >= 0;
    }
}
