package dev.lossline.bench.start;

import dev.lossline.bench.start.EventFollower.Seen;
import dev.lossline.contract.TrialEvent.EpochCompleted;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.contract.TrialEvent.TrialStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * When a trial's way had got how far, from the call to its first epoch. All clocks are this machine's; those of events
 * tick in milliseconds.
 */
record Hops(
        Instant sent, Instant answered, Instant requested, Instant started, Instant firstBatch, Instant firstEpoch) {

    /** @param trained an experiment of one trial */
    static Hops of(Submitter.Trained trained) {
        Seen epoch = first(trained.events(), seen -> seen.event() instanceof EpochCompleted);
        EpochCompleted completed = (EpochCompleted) epoch.event();
        return new Hops(
                trained.sent(),
                trained.answered(),
                first(trained.events(), seen -> seen.event() instanceof TrialRequested)
                        .sentAt(),
                first(trained.events(), seen -> seen.event() instanceof TrialStarted)
                        .event()
                        .occurredAt(),
                completed.occurredAt().minusNanos(Math.round(completed.seconds() * 1e9)),
                epoch.sentAt());
    }

    /** Until the API has answered, which it does when the broker has the experiment. */
    double answer() {
        return millis(sent, answered);
    }

    /** Until the dispatcher has requested the trial; it need not wait for the answer. */
    double dispatch() {
        return millis(sent, requested);
    }

    /** From the request until a slot holds the trial and has its dataset. */
    double take() {
        return millis(requested, started);
    }

    /** From there until the first batch: weights, and the order of the examples. */
    double prepare() {
        return millis(started, firstBatch);
    }

    /** From the request to the first batch. */
    double requestToBatch() {
        return millis(requested, firstBatch);
    }

    /** From the first batch until the epoch's event is sent. */
    double epoch() {
        return millis(firstBatch, firstEpoch);
    }

    /** From the call until the first epoch's event is sent. */
    double callToEpoch() {
        return millis(sent, firstEpoch);
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    private static Seen first(List<Seen> events, Predicate<Seen> wanted) {
        return events.stream()
                .filter(wanted)
                .min((a, b) -> a.sentAt().compareTo(b.sentAt()))
                .orElseThrow();
    }
}
