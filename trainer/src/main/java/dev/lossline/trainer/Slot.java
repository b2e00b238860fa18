package dev.lossline.trainer;

import dev.lossline.trainer.TrialControl.Stop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Takes one trial after the other. One thread holds the trial in the queue while another trains it. */
final class Slot {
    private static final Logger LOG = Logger.getLogger(Slot.class);
    private static final Duration TAKE = Duration.ofMillis(500);
    private static final Duration AFTER_ERROR = Duration.ofSeconds(1);
    private static final Duration AFTER_ERRORS = Duration.ofSeconds(15);

    private final Broker broker;
    private final Deliveries deliveries;
    private final Duration renewal;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final ExecutorService worker;
    private final Thread holder;
    private volatile TrialControl current;
    private volatile long idleSince = System.nanoTime();

    /**
     * Starts a slot.
     *
     * @param renewal how often the queue is told that a trial is still worked on
     */
    Slot(String name, Broker broker, Deliveries deliveries, Duration renewal) {
        this.broker = broker;
        this.deliveries = deliveries;
        this.renewal = renewal;
        this.worker = Executors.newSingleThreadExecutor(task -> thread(name + "-training", task));
        this.holder = thread(name, this::takeUntilStopped);
        holder.start();
    }

    boolean isBusy() {
        return current != null;
    }

    /** How long no trial has come, though the queue could be asked; zero while one is trained. */
    Duration idle() {
        return isBusy() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - idleSince);
    }

    boolean isAlive() {
        return holder.isAlive();
    }

    /** Takes no trial any more; the one that is trained stops after its epoch. Does not wait. */
    void stop() {
        stopping.countDown();
        TrialControl control = current;
        if (control != null) {
            control.stop(Stop.SHUTDOWN);
        }
    }

    /** Stops the trial that is trained in the midst of its epoch. Does not wait. */
    void interrupt() {
        worker.shutdownNow();
    }

    /** Waits for the slot's end; false where it has not ended in time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return holder.join(patience);
    }

    private void takeUntilStopped() {
        Duration pause = AFTER_ERROR;
        while (!isStopping()) {
            try (TrialQueue queue = broker.openQueue()) {
                while (!isStopping() && queue.isUsable()) {
                    queue.take(TAKE).ifPresent(message -> work(queue, message));
                    pause = AFTER_ERROR;
                }
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("Cannot take trials, trying again: %s", e.getMessage());
                idleSince = System.nanoTime();
                awaitStop(jittered(pause));
                pause = shorter(pause.multipliedBy(2), AFTER_ERRORS);
            }
        }
        worker.shutdown();
    }

    private void work(TrialQueue queue, ConsumerRecord<String, byte[]> message) {
        TrialControl control = deliveries.newControl();
        boolean forgotten = queue.mayBeForgotten();
        current = control;
        try {
            if (isStopping()) {
                control.stop(Stop.SHUTDOWN);
            }
            end(
                    queue,
                    message,
                    hold(queue, control, worker.submit(() -> deliveries.handle(message, control, forgotten))));
        } finally {
            idleSince = System.nanoTime();
            current = null;
        }
    }

    /**
     * Holds the message until the work on it ends. Where it is lost, the trial stops after its epoch: another trainer
     * goes on with it from the newest checkpoint, and this slot is free for a trial that waits. Going on would do no
     * harm, as training is deterministic and recording idempotent, but two would do the work of one. While the broker
     * is away, nobody else can take the trial: it goes on until the broker answers.
     */
    private Outcome hold(TrialQueue queue, TrialControl control, Future<Outcome> work) {
        while (true) {
            try {
                return work.get(renewal.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                renew(queue, control);
            } catch (ExecutionException e) {
                LOG.error("The work on a message ended unexpectedly", e.getCause());
                return Outcome.RELEASED;
            } catch (InterruptedException e) {
                throw new IllegalStateException("only the trainer ends its slots", e);
            }
        }
    }

    private void renew(TrialQueue queue, TrialControl control) {
        boolean heldBefore = queue.holds();
        if (heldBefore && queue.renew()) {
            return;
        }
        control.letGo();
        if (broker.answers()) {
            control.stop(Stop.LOCK_LOST);
        } else if (heldBefore) {
            LOG.warn("The broker does not answer; training goes on without it");
        }
    }

    private void end(TrialQueue queue, ConsumerRecord<String, byte[]> message, Outcome outcome) {
        boolean ended =
                switch (outcome) {
                    case COMPLETED, FAILED, CANCELLED, PAUSED -> queue.accept();
                    case UNREADABLE -> queue.reject();
                    case RELEASED -> {
                        queue.release();
                        yield false;
                    }
                    case LOST -> false;
                };
        if (ended) {
            deliveries.ended(message);
        }
    }

    /** Half of it to all of it: slots that failed together do not come back together. */
    private static Duration jittered(Duration pause) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void awaitStop(Duration patience) {
        try {
            var unused = stopping.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopping.countDown();
        }
    }

    /** DJL finds its engine by the thread's context class loader. */
    private static Thread thread(String name, Runnable task) {
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
        thread.setContextClassLoader(Slot.class.getClassLoader());
        return thread;
    }
}
