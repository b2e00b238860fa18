package dev.lossline.trainer.queue;

import dev.lossline.trainer.config.Outcome;
import dev.lossline.trainer.trial.TrialControl;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Processes a slot's messages one at a time, on another thread. */
interface SlotWork {

    /** The control for the next delivery. */
    TrialControl newControl();

    /**
     * Starts the work on a message.
     *
     * @param forgotten whether the broker may have delivered it before without counting that
     * @return the outcome; always completes, and never exceptionally
     * @throws java.util.concurrent.RejectedExecutionException if the work has been interrupted permanently
     */
    CompletableFuture<Outcome> start(ConsumerRecord<String, byte[]> message, TrialControl control, boolean forgotten);

    /** Called when the broker will not deliver the message again. */
    void ended(ConsumerRecord<String, byte[]> message);
}
