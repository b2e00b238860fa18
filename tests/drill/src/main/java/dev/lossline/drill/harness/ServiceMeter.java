package dev.lossline.drill.harness;

import java.io.IOException;
import java.util.Locale;

/** Reads metrics of a service. */
public final class ServiceMeter {
    private final Api service;
    private final String metric;

    private ServiceMeter(Api service, String metric) {
        this.service = service;
        this.metric = metric;
    }

    /** The epochs that a trainer has trained since its start, including those not yet published. */
    static ServiceMeter epochsTrained(StackProcess trainer) {
        return new ServiceMeter(new Api(trainer.port()), "lossline_trainer_epochs_total");
    }

    /** The resident set size of a service in bytes. */
    static ServiceMeter residentMemory(StackProcess service) {
        return new ServiceMeter(new Api(service.port()), "process_resident_memory_bytes");
    }

    /** The heap bytes that a service uses, including garbage. */
    static ServiceMeter heap(StackProcess service) {
        return new ServiceMeter(new Api(service.port()), "jvm_memory_used_bytes{area=\"heap\"");
    }

    /** The busy slots of a trainer. */
    public static ServiceMeter busySlots(StackProcess trainer) {
        return new ServiceMeter(new Api(trainer.port()), "lossline_trainer_slots_busy");
    }

    /** The given quantile of the recording delay, for display. */
    public static String recordingDelay(StackProcess evaluator, String quantile) throws InterruptedException {
        double seconds = new ServiceMeter(
                        new Api(evaluator.port()), "lossline_recording_delay_seconds{quantile=\"" + quantile + "\"}")
                .value();
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /** The resident set size of a service in bytes. */
    public static ServiceMeter memory(StackProcess service) {
        return new ServiceMeter(new Api(service.port()), "process_resident_memory_bytes");
    }

    /** The sum over all labels; 0 if the service does not respond. */
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
