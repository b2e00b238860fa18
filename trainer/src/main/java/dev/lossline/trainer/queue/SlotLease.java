package dev.lossline.trainer.queue;

import dev.lossline.trainer.config.Outcome;
import dev.lossline.trainer.trial.TrialControl.Stop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Advances a slot's {@link Lease}: takes a message, starts its work, holds the lock until the work ends, and
 * acknowledges the message. One thread calls {@link #turn}; any thread may call {@link #stop} and the queries.
 */
final class SlotLease {
    private static final Logger LOG = Logger.getLogger(SlotLease.class);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
    private static final Duration CLOSED_INTAKE = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(15);

    private final Supplier<TrialQueue> queues;
    private final SlotWork work;
    private final Surroundings surroundings;
    private final Duration renewal;
    private Optional<TrialQueue> queue = Optional.empty();
    private Duration retry = FIRST_RETRY;
    private volatile Lease lease = new Lease.Idle();
    private volatile boolean stopping;
    private volatile long idleSince = System.nanoTime();

    /**
     * The slot's view of the rest of the trainer.
     *
     * @param brokerAnswers whether the broker is available
     * @param mayTake whether trials may be taken
     */
    record Surroundings(BooleanSupplier brokerAnswers, BooleanSupplier mayTake) {}

    /**
     * Creates an idle slot.
     *
     * @param renewal the interval between renewals of the lock
     */
    SlotLease(Supplier<TrialQueue> queues, SlotWork work, Surroundings surroundings, Duration renewal) {
        this.queues = queues;
        this.work = work;
        this.surroundings = surroundings;
        this.renewal = renewal;
    }

    /** Takes one step; returns how long to wait before the next one, unless the slot is stopped. */
    Duration turn() {
        return switch (lease) {
            case Lease.Idle idle -> take(idle);
            case Lease.Taken taken -> start(taken);
            case Lease.Working working -> {
                outcome(working).ifPresentOrElse(outcome -> end(working, outcome), () -> hold(working));
                yield Duration.ZERO;
            }
        };
    }

    /** Takes no more trials; the trial in training stops after its epoch. Does not wait. */
    void stop() {
        stopping = true;
        lease.control().ifPresent(control -> control.stop(Stop.SHUTDOWN));
    }

    /** Whether the slot was stopped and its last trial has ended. */
    boolean isOver() {
        return stopping && !isBusy();
    }

    /** Whether a trial is in training, whether or not the queue still holds it. */
    boolean isBusy() {
        return !(lease instanceof Lease.Idle);
    }

    /** How long the queue has been empty while it could be read; zero while a trial is in training. */
    Duration idle() {
        return isBusy() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - idleSince);
    }

    /** Leaves the queue. */
    void close() {
        queue.ifPresent(open -> {
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.debugf("Error while leaving the queue: %s", e.toString());
            }
        });
        queue = Optional.empty();
    }

    private Duration take(Lease.Idle idle) {
        if (!surroundings.mayTake().getAsBoolean()) {
            close();
            idleSince = System.nanoTime();
            return CLOSED_INTAKE;
        }
        Optional<ConsumerRecord<String, byte[]>> message;
        try {
            message = usableQueue().take(POLL_TIMEOUT);
        } catch (RuntimeException e) {
            LOG.warnf("Cannot take trials, retrying: %s", e.getMessage());
            close();
            idleSince = System.nanoTime();
            return nextRetry();
        }
        retry = FIRST_RETRY;
        message.ifPresent(m -> become(idle.taken(m, work.newControl())));
        return Duration.ZERO;
    }

    private Duration start(Lease.Taken taken) {
        Lease.Delivery delivery = taken.delivery();
        TrialQueue held = queue.orElseThrow();
        try {
            become(taken.started(work.start(delivery.message(), delivery.control(), held.mayBeForgotten())));
        } catch (RejectedExecutionException e) {
            held.end(AcknowledgeType.RELEASE);
            become(taken.ended());
        }
        return Duration.ZERO;
    }

    /**
     * Holds the message until its work ends. If the lock is lost, the trial stops after its epoch: another trainer
     * continues from the newest checkpoint, and this slot is free for a waiting trial. Continuing would be harmless,
     * because training is deterministic and recording idempotent, but two trainers would do the same work.
     */
    private void hold(Lease.Working working) {
        switch (working) {
            case Lease.Held held -> {
                Lease.Renewing renewing = held.renewing();
                become(renewing);
                if (queue.orElseThrow().renew()) {
                    become(renewing.renewed());
                } else {
                    Lease.Adrift adrift = renewing.lost();
                    become(adrift);
                    if (!supersede(adrift)) {
                        LOG.warn("The broker is not responding; training continues");
                    }
                }
            }
            case Lease.Renewing renewing -> become(renewing.lost());
            case Lease.Adrift adrift -> supersede(adrift);
            case Lease.Ending ending ->
                LOG.tracef("Waiting for %s to end", ending.delivery().message().key());
        }
    }

    private boolean supersede(Lease.Adrift adrift) {
        boolean answers = brokerAnswers();
        if (answers) {
            become(adrift.superseded());
        }
        return answers;
    }

    private boolean brokerAnswers() {
        try {
            return surroundings.brokerAnswers().getAsBoolean();
        } catch (RuntimeException e) {
            LOG.debugf("Cannot query the broker: %s", e.toString());
            return false;
        }
    }

    private void end(Lease.Working working, Outcome outcome) {
        ConsumerRecord<String, byte[]> message = working.delivery().message();
        if (working instanceof Lease.Held && ended(queue.orElseThrow(), outcome)) {
            work.ended(message);
        }
        idleSince = System.nanoTime();
        become(working.ended());
    }

    /** Acknowledges the message; returns whether the broker will not deliver it again. */
    private static boolean ended(TrialQueue queue, Outcome outcome) {
        return switch (outcome) {
            case COMPLETED, FAILED, CANCELLED, PAUSED -> queue.end(AcknowledgeType.ACCEPT);
            case UNREADABLE -> queue.end(AcknowledgeType.REJECT);
            case RELEASED, LOST -> {
                queue.end(AcknowledgeType.RELEASE);
                yield false;
            }
        };
    }

    /** Applies a stop that came before the new state was visible; a later stop finds the state. */
    private void become(Lease next) {
        lease = next;
        if (stopping) {
            next.control().ifPresent(control -> control.stop(Stop.SHUTDOWN));
        }
    }

    private Optional<Outcome> outcome(Lease.Working working) {
        try {
            return Optional.of(working.work().get(renewal.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException | CancellationException e) {
            LOG.error("The work on a message ended unexpectedly", e);
            return Optional.of(Outcome.RELEASED);
        } catch (InterruptedException e) {
            stop();
            return Optional.empty();
        }
    }

    private TrialQueue usableQueue() {
        if (queue.isPresent() && !queue.get().isUsable()) {
            close();
        }
        if (queue.isEmpty()) {
            queue = Optional.of(queues.get());
        }
        return queue.get();
    }

    /**
     * Random delay between half and all of the nominal one, which spreads the retries of slots that failed at the same
     * time.
     */
    private Duration nextRetry() {
        long millis = retry.toMillis();
        retry = retry.multipliedBy(2).compareTo(MAX_RETRY_DELAY) < 0 ? retry.multipliedBy(2) : MAX_RETRY_DELAY;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }
}
