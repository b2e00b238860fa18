package dev.lossline.bench.start;

import dev.lossline.bench.start.EventFollower.Seen;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * The points in time on a trial's way from the call to its first epoch, and the latencies between them in milliseconds. All
 * times come from this machine's clock; times of events have a resolution of milliseconds.
 */
record Latencies(
        Instant sent, Instant answered, Instant requested, Instant started, Instant firstBatch, Instant firstEpoch) {

    /** @param trained an experiment with one trial */
    static Latencies of(Submitter.Trained trained) {
        Seen epoch = first(trained.events(), seen -> seen.event() instanceof EpochCompleted);
        EpochCompleted completed = (EpochCompleted) epoch.event();
        return new Latencies(
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

    /** From the call to the API's response, which is sent once the broker has acknowledged the experiment. */
    double answer() {
        return millis(sent, answered);
    }

    /** From the call until the dispatcher requests the trial, which does not wait for the response. */
    double dispatch() {
        return millis(sent, requested);
    }

    /** From the request until a slot has taken the trial and loaded its dataset. */
    double take() {
        return millis(requested, started);
    }

    /** From the start of the trial to the first batch: initial weights and example order. */
    double prepare() {
        return millis(started, firstBatch);
    }

    /** From the request to the first batch. */
    double requestToBatch() {
        return millis(requested, firstBatch);
    }

    /** From the first batch until the event of the epoch is sent. */
    double epoch() {
        return millis(firstBatch, firstEpoch);
    }

    /** From the call until the event of the first epoch is sent. */
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
