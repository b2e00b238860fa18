package dev.lossline.trainer;

import dev.lossline.contract.topic.Topic;
import dev.lossline.trainer.config.Processor;
import dev.lossline.trainer.queue.Broker;
import dev.lossline.trainer.queue.Slots;
import dev.lossline.trainer.trial.ExperimentControls;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Starts and stops the trainer. */
@Singleton
public class Trainer {
    private static final Logger LOG = Logger.getLogger(Trainer.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final Broker broker;
    private final ExperimentControls experiments;
    private final Slots slots;
    private final Processor processor;
    private Thread starter;
    private volatile boolean broken;

    public Trainer(Broker broker, ExperimentControls experiments, Slots slots, Processor processor) {
        this.broker = broker;
        this.experiments = experiments;
        this.slots = slots;
        this.processor = processor;
    }

    void onStart(@Observes StartupEvent event) {
        start();
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stop();
    }

    /** Takes trials as soon as the broker is available. Does not wait. */
    public synchronized void start() {
        starter = Thread.ofPlatform().daemon().name("trainer-start").start(this::begin);
    }

    /** Releases the trials in training, with checkpoints from which other trainers continue at once. */
    public synchronized void stop() throws InterruptedException {
        starter.interrupt();
        starter.join();
        slots.stop();
    }

    /** Whether the trainer takes trials. */
    boolean isRunning() {
        return slots.total() > 0;
    }

    /** Whether only a restart can fix the trainer. */
    boolean isBroken() {
        return broken || slots.isBroken();
    }

    private void awaitControls() throws InterruptedException {
        while (true) {
            try {
                experiments.awaitCaughtUp();
                return;
            } catch (KafkaException e) {
                LOG.warnf("Cannot read %s, retrying: %s", Topic.EXPERIMENTS.name(), e.getMessage());
                Thread.sleep(RETRY_DELAY);
            }
        }
    }

    private void begin() {
        try {
            broker.prepare();
            experiments.follow();
            awaitControls();
            slots.start();
            LOG.infof("%d slots take trials on %s", slots.total(), processor.name());
        } catch (InterruptedException e) {
            LOG.debug("Stopped while starting");
        } catch (RuntimeException | Error e) {
            broken = true;
            LOG.error("Cannot start", e);
        }
    }
}
