package dev.lossline.bench.scale;

import dev.lossline.contract.Device;
import dev.lossline.contract.TrialEvent.Versions;
import dev.lossline.trainer.AssembledTrainer;
import dev.lossline.trainer.Processor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A process of its own: a trainer's queue, slots and publishing, which sleep instead of training. */
final class SimulatedTrainer {
    private SimulatedTrainer() {}

    /** The command's arguments for a trainer of that name. */
    static List<String> arguments(String brokers, String name, ScalePlan plan) {
        return List.of(
                brokers,
                name,
                Integer.toString(plan.slots()),
                plan.epoch().toString(),
                plan.lock().toString(),
                plan.renewal().toString());
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        for (String noisy : List.of("org.apache.kafka", "dev.lossline.trainer.TrialRunner")) {
            Logger.getLogger(noisy).setLevel(Level.WARNING);
        }
        // No engine is loaded: nothing here computes.
        Processor processor = new Processor(
                Device.CPU,
                null,
                arguments[1],
                new Versions("none", "none", Runtime.version().toString()));
        SimulatedConfig config = new SimulatedConfig(
                Integer.parseInt(arguments[2]), Duration.parse(arguments[4]), Duration.parse(arguments[5]));
        AssembledTrainer trainer = new AssembledTrainer(
                Map.of("bootstrap.servers", arguments[0]),
                config,
                new SleepingTraining(processor, Duration.parse(arguments[3])),
                new SimpleMeterRegistry());
        trainer.start();
        Thread.currentThread().join();
    }
}
