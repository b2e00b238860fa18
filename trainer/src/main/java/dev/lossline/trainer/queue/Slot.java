package dev.lossline.trainer.queue;

import dev.lossline.trainer.trial.TrialPreparation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Trains one trial at a time: one thread holds the trial in the queue while another trains it. */
final class Slot {
    private static final Logger LOG = Logger.getLogger(Slot.class);

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final SlotWorker worker;
    private final SlotLease lease;
    private final Thread holder;

    /**
     * Starts a slot.
     *
     * @param renewal the interval at which the lock of the trial is renewed
     */
    Slot(String name, Broker broker, Deliveries deliveries, TrialPreparation preparation, Duration renewal) {
        this.worker = new SlotWorker(deliveries, task -> thread(name + "-training", task));
        this.lease = new SlotLease(
                broker::openQueue,
                worker,
                new SlotLease.Surroundings(broker::answers, preparation::isPossible),
                renewal);
        this.holder = thread(name, this::takeUntilStopped);
        holder.start();
    }

    boolean isBusy() {
        return lease.isBusy();
    }

    /** How long the queue has been empty while it could be read; zero while a trial is in training. */
    Duration idle() {
        return lease.idle();
    }

    boolean isAlive() {
        return holder.isAlive();
    }

    /** Takes no more trials; the trial in training stops after its epoch. Does not wait. */
    void stop() {
        lease.stop();
        stopping.countDown();
    }

    /** Stops the trial in training in the middle of its epoch. Does not wait. */
    void interrupt() {
        worker.interrupt();
    }

    /** Waits for the slot to end; returns false on timeout. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return holder.join(patience);
    }

    private void takeUntilStopped() {
        try {
            while (!lease.isOver()) {
                takeTurn();
            }
        } finally {
            lease.close();
            worker.close();
        }
    }

    private void takeTurn() {
        try {
            awaitStop(lease.turn());
        } catch (RuntimeException | Error e) {
            if (!lease.isBusy()) {
                throw e;
            }
            // The loop must continue to hold and stop the trial in training.
            LOG.error("Unexpected error while training a trial", e);
        }
    }

    private void awaitStop(Duration patience) {
        try {
            if (!patience.isZero()) {
                var unused = stopping.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            lease.stop();
        }
    }

    /** DJL finds its engine through the thread's context class loader. */
    private static Thread thread(String name, Runnable task) {
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
        thread.setContextClassLoader(Slot.class.getClassLoader());
        return thread;
    }
}
