package dev.lossline.trainer;

import dev.lossline.trainer.config.TrainerConfig;
import dev.lossline.trainer.queue.Broker;
import dev.lossline.trainer.queue.Slots;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Ends a trainer whose queue is empty, for systems that start trainers on demand: docs/kubernetes.md. A trial that
 * arrives at that moment is not lost: it returns to the queue.
 */
@Singleton
class IdleExit {
    private static final Logger LOG = Logger.getLogger(IdleExit.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final Broker broker;
    private final Slots slots;
    private final TrainerConfig config;
    private final CountDownLatch stopping = new CountDownLatch(1);

    IdleExit(Broker broker, Slots slots, TrainerConfig config) {
        this.broker = broker;
        this.slots = slots;
        this.config = config;
    }

    void onStart(@Observes StartupEvent event) {
        config.exitWhenIdle()
                .ifPresent(patience ->
                        Thread.ofPlatform().daemon().name("idle-exit").start(() -> exitOnceIdle(patience)));
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private void exitOnceIdle(Duration patience) {
        long lastSilence = System.nanoTime();
        try {
            while (!stopping.await(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!broker.answers()) {
                    // A queue that cannot be read does not count as empty.
                    lastSilence = System.nanoTime();
                }
                boolean asked = System.nanoTime() - lastSilence > patience.toNanos();
                if (asked && slots.idle().compareTo(patience) > 0) {
                    LOG.infof("No trial for %d s: exiting", patience.toSeconds());
                    Quarkus.asyncExit();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
