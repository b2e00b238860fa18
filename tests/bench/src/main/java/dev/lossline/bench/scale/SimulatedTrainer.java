package dev.lossline.bench.scale;

import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.specification.Device;
import dev.lossline.trainer.AssembledTrainer;
import dev.lossline.trainer.config.Processor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Main class of a simulated trainer: real queue, slots and publishing, but it sleeps instead of training. */
final class SimulatedTrainer {
    private SimulatedTrainer() {}

    /** The command-line arguments for a trainer. */
    static List<String> arguments(String brokers, String name, ScalePlan plan) {
        return List.of(
                brokers,
                name,
                Integer.toString(plan.slots()),
                plan.epoch().toString(),
                plan.lock().toString(),
                plan.renewal().toString());
    }

    /** Runs until the process is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        for (String noisy : List.of("org.apache.kafka", "dev.lossline.trainer.trial.TrialRunner")) {
            Logger.getLogger(noisy).setLevel(Level.WARNING);
        }
        // PyTorch is not loaded, because nothing is computed.
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
