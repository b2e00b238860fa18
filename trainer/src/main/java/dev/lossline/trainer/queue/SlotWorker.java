package dev.lossline.trainer.queue;

import dev.lossline.trainer.config.Outcome;
import dev.lossline.trainer.trial.TrialControl;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** The training thread of a slot. */
final class SlotWorker implements SlotWork {
    private static final Logger LOG = Logger.getLogger(SlotWorker.class);

    private final Deliveries deliveries;
    private final ExecutorService thread;

    SlotWorker(Deliveries deliveries, ThreadFactory threads) {
        this.deliveries = deliveries;
        this.thread = Executors.newSingleThreadExecutor(threads);
    }

    private record Task(CompletableFuture<Outcome> outcome, Runnable work) implements Runnable {
        @Override
        public void run() {
            work.run();
        }
    }

    @Override
    public TrialControl newControl() {
        return deliveries.newControl();
    }

    @Override
    public CompletableFuture<Outcome> start(
            ConsumerRecord<String, byte[]> message, TrialControl control, boolean forgotten) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        thread.execute(new Task(outcome, () -> outcome.complete(outcomeOf(message, control, forgotten))));
        return outcome;
    }

    @Override
    public void ended(ConsumerRecord<String, byte[]> message) {
        deliveries.ended(message);
    }

    /** Interrupts the work permanently; a message whose work has not begun is released. Does not wait. */
    void interrupt() {
        for (Runnable neverBegan : thread.shutdownNow()) {
            if (neverBegan instanceof Task task) {
                task.outcome().complete(Outcome.RELEASED);
            }
        }
    }

    /** Ends the thread after the work in progress. */
    void close() {
        thread.shutdown();
    }

    private Outcome outcomeOf(ConsumerRecord<String, byte[]> message, TrialControl control, boolean forgotten) {
        try {
            return deliveries.handle(message, control, forgotten);
        } catch (Throwable e) {
            LOG.error("The work on a message ended unexpectedly; releasing the message", e);
            return Outcome.RELEASED;
        }
    }
}
