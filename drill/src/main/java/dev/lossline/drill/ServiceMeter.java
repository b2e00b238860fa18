package dev.lossline.drill;

import java.io.IOException;

/** A metric of a service, as it tells it itself. */
final class ServiceMeter {
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

    /** Slots of a trainer that train a trial now. */
    static ServiceMeter busySlots(StackProcess trainer) {
        return new ServiceMeter(new Api(trainer.port()), "lossline_trainer_slots_busy");
    }

    /** The sum over all labels; 0 where the service does not answer. */
    double value() throws InterruptedException {
        try {
            return service.get("/q/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
