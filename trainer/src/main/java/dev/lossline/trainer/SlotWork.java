package dev.lossline.trainer;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a slot does with the messages that it takes, one at a time, on another thread. */
interface SlotWork {

    /** The control of the next delivery. */
    TrialControl newControl();

    /**
     * Begins the work on a message.
     *
     * @param forgotten whether the broker may have delivered it before without counting that
     * @return what became of it; always completes, and never exceptionally
     * @throws java.util.concurrent.RejectedExecutionException if the work was interrupted for good
     */
    CompletableFuture<Outcome> start(ConsumerRecord<String, byte[]> message, TrialControl control, boolean forgotten);

    /** The broker will not deliver the message again. */
    void ended(ConsumerRecord<String, byte[]> message);
}
