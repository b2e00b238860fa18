package dev.lossline.trainer;

import dev.lossline.trainer.checkpoint.TrialHistory;
import dev.lossline.trainer.config.Processor;
import dev.lossline.trainer.config.TrainerConfig;
import dev.lossline.trainer.config.TrainerMetrics;
import dev.lossline.trainer.kafka.KafkaClients;
import dev.lossline.trainer.kafka.Publisher;
import dev.lossline.trainer.queue.Broker;
import dev.lossline.trainer.queue.Deliveries;
import dev.lossline.trainer.queue.Slots;
import dev.lossline.trainer.training.TrialTraining;
import dev.lossline.trainer.trial.ExperimentControls;
import dev.lossline.trainer.trial.TrialPreparation;
import dev.lossline.trainer.trial.TrialRunner;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/** A trainer assembled without CDI, from the same parts. */
public final class AssembledTrainer implements AutoCloseable {
    private final Broker broker;
    private final ExperimentControls experiments;
    private final Publisher publisher;
    private final TrialPreparation preparation;
    private final Trainer trainer;

    /**
     * Creates a trainer that does not take trials yet.
     *
     * @param kafka connection settings, by Kafka's names
     */
    public AssembledTrainer(
            Map<String, Object> kafka, TrainerConfig config, TrialTraining training, MeterRegistry meters) {
        Processor processor = training.processor();
        TrainerMetrics metrics = new TrainerMetrics(meters, processor);
        KafkaClients clients = new KafkaClients(kafka);
        this.broker = new Broker(clients, processor, config);
        this.experiments = new ExperimentControls(clients);
        this.publisher = new Publisher(clients, config, metrics);
        this.preparation = new TrialPreparation(training);
        TrialRunner runner =
                new TrialRunner(config, preparation, new TrialHistory(clients, training), publisher, metrics);
        Deliveries deliveries = new Deliveries(processor, runner, experiments, publisher, metrics);
        Slots slots = new Slots(broker, deliveries, preparation, config, metrics);
        this.trainer = new Trainer(broker, experiments, slots, processor);
    }

    /** Takes trials as soon as the broker is available. Does not wait. */
    public void start() {
        trainer.start();
    }

    /** Releases the trials in training and stops. */
    @Override
    public void close() throws InterruptedException {
        trainer.stop();
        preparation.close();
        publisher.close();
        experiments.close();
        broker.close();
    }
}
