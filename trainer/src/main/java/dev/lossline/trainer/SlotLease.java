package dev.lossline.trainer;

import dev.lossline.trainer.TrialControl.Stop;
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
 * Moves one slot's {@link Lease} on: takes a message, has it worked on, holds it until the work ends, and ends it. One
 * thread takes the turns; any thread may call {@link #stop} and ask.
 */
final class SlotLease {
    private static final Logger LOG = Logger.getLogger(SlotLease.class);
    private static final Duration TAKE = Duration.ofMillis(500);
    private static final Duration CLOSED_INTAKE = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

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
     * What a slot asks of the rest of the trainer.
     *
     * @param brokerAnswers whether the broker answers now
     * @param mayTake whether trials may be taken now
     */
    record Surroundings(BooleanSupplier brokerAnswers, BooleanSupplier mayTake) {}

    /**
     * An idle slot.
     *
     * @param renewal how long the work may go on before its lock is renewed
     */
    SlotLease(Supplier<TrialQueue> queues, SlotWork work, Surroundings surroundings, Duration renewal) {
        this.queues = queues;
        this.work = work;
        this.surroundings = surroundings;
        this.renewal = renewal;
    }

    /** Takes one step; returns how long to wait before the next, unless the slot is stopped. */
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

    /** Takes no more trials; the one that is trained stops after its epoch. Does not wait. */
    void stop() {
        stopping = true;
        lease.control().ifPresent(control -> control.stop(Stop.SHUTDOWN));
    }

    /** Whether the slot was stopped and its last trial has ended. */
    boolean isOver() {
        return stopping && !isBusy();
    }

    /** Whether a trial is trained, held by the queue or not. */
    boolean isBusy() {
        return !(lease instanceof Lease.Idle);
    }

    /** How long no trial has come although the queue could be asked; zero while one is trained. */
    Duration idle() {
        return isBusy() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - idleSince);
    }

    /** Leaves the queue. */
    void close() {
        queue.ifPresent(open -> {
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.debugf("The queue was not left in order: %s", e.toString());
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
            message = usableQueue().take(TAKE);
        } catch (RuntimeException e) {
            LOG.warnf("Cannot take trials, trying again: %s", e.getMessage());
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
     * Keeps the message until the work on it ends. If it is lost, the trial stops after its epoch: another trainer
     * continues from the newest checkpoint, and this slot is free for a trial that waits. Continuing would do no harm, as
     * training is deterministic and recording idempotent, but two would do the work of one.
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
                        LOG.warn("The broker does not answer; training continues without it");
                    }
                }
            }
            case Lease.Renewing renewing -> become(renewing.lost());
            case Lease.Adrift adrift -> supersede(adrift);
            case Lease.Ending ending ->
                LOG.tracef(
                        "Waiting for the end of %s", ending.delivery().message().key());
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
            LOG.debugf("The broker cannot be asked: %s", e.toString());
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

    /** Whether the broker will not deliver the message again. */
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

    /** A stop that came before the state was there reaches it here; one that comes later finds it. */
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

    /** Between half of the delay and all of it: slots that failed together do not come back together. */
    private Duration nextRetry() {
        long millis = retry.toMillis();
        retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }
}
