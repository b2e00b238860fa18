package dev.lossline.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/** A trainer that is put together by hand, in a program without a container of beans: the same parts. */
public final class AssembledTrainer implements AutoCloseable {
    private final Broker broker;
    private final ExperimentControls experiments;
    private final Publisher publisher;
    private final Trainer trainer;

    /**
     * A trainer that takes no trials yet.
     *
     * @param kafka settings of the connection, by Kafka's names
     */
    public AssembledTrainer(
            Map<String, Object> kafka, TrainerConfig config, TrialTraining training, MeterRegistry meters) {
        Processor processor = training.processor();
        TrainerMetrics metrics = new TrainerMetrics(meters, processor);
        KafkaClients clients = new KafkaClients(kafka);
        this.broker = new Broker(clients, processor, config);
        this.experiments = new ExperimentControls(clients);
        this.publisher = new Publisher(clients, config, metrics);
        TrialRunner runner = new TrialRunner(config, training, new TrialHistory(clients), publisher, metrics);
        Deliveries deliveries = new Deliveries(processor, runner, experiments, publisher, metrics);
        Slots slots = new Slots(broker, deliveries, config, metrics);
        this.trainer = new Trainer(broker, experiments, slots, processor);
    }

    /** Takes trials as soon as the broker is there. Does not wait. */
    public void start() {
        trainer.start();
    }

    /** Gives back the trials that are trained, and ends. */
    @Override
    public void close() throws InterruptedException {
        trainer.stop();
        publisher.close();
        experiments.close();
        broker.close();
    }
}
