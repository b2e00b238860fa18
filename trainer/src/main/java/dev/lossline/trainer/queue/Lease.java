package dev.lossline.trainer.queue;

import dev.lossline.trainer.config.Outcome;
import dev.lossline.trainer.trial.TrialControl;
import dev.lossline.trainer.trial.TrialControl.Stop;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The relation between a slot, the message that it works on, and the queue. Each transition is a method of the state in
 * which it is legal, so a trial that is being trained always has a state that says who holds it.
 *
 * <pre>
 * Idle → Taken → Held ⇄ Renewing → Adrift → Ending
 *   ↑______|______|__________________|________|
 * </pre>
 */
sealed interface Lease {

    /** The control of the trial that is in training or about to start; empty in {@link Idle}. */
    Optional<TrialControl> control();

    /** A message of the queue, and the control that tells its work to stop. */
    record Delivery(ConsumerRecord<String, byte[]> message, TrialControl control) {}

    /** No message is held and no trial is in training. */
    record Idle() implements Lease {
        Taken taken(ConsumerRecord<String, byte[]> message, TrialControl control) {
            return new Taken(new Delivery(message, control));
        }

        @Override
        public Optional<TrialControl> control() {
            return Optional.empty();
        }
    }

    /** The queue holds the message for this slot; its work has not begun. */
    record Taken(Delivery delivery) implements Lease {
        Held started(CompletableFuture<Outcome> work) {
            return new Held(delivery, work);
        }

        /** The work could not begin. */
        Idle ended() {
            return new Idle();
        }

        @Override
        public Optional<TrialControl> control() {
            return Optional.of(delivery.control());
        }
    }

    /** The work on a message is in progress. */
    sealed interface Working extends Lease {
        Delivery delivery();

        CompletableFuture<Outcome> work();

        /** The work has ended. */
        default Idle ended() {
            return new Idle();
        }

        @Override
        default Optional<TrialControl> control() {
            return Optional.of(delivery().control());
        }
    }

    /** The queue holds the message for this slot. */
    record Held(Delivery delivery, CompletableFuture<Outcome> work) implements Working {
        Renewing renewing() {
            return new Renewing(delivery, work);
        }
    }

    /** The broker is being asked to extend the lock. */
    record Renewing(Delivery delivery, CompletableFuture<Outcome> work) implements Working {
        Held renewed() {
            return new Held(delivery, work);
        }

        Adrift lost() {
            delivery.control().letGo();
            return new Adrift(delivery, work);
        }
    }

    /**
     * The lock is lost, and it is unknown whether another trainer has the trial. As long as the broker is unavailable,
     * no other trainer can take it, so training continues.
     */
    record Adrift(Delivery delivery, CompletableFuture<Outcome> work) implements Working {
        /** The broker is available again, so another trainer may have the trial: this one stops after its epoch. */
        Ending superseded() {
            delivery.control().stop(Stop.LOCK_LOST);
            return new Ending(delivery, work);
        }
    }

    /** The lock is lost, and the trial has been told to stop. */
    record Ending(Delivery delivery, CompletableFuture<Outcome> work) implements Working {}
}
