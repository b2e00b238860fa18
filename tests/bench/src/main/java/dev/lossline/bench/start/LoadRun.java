package dev.lossline.bench.start;

import dev.lossline.bench.start.EventFollower.Seen;
import dev.lossline.contract.TrialEvent.EpochCompleted;
import java.time.Duration;
import java.util.List;

/**
 * Trials that were trained at once.
 *
 * @param busy whether a producer published all the while
 * @param epochSeconds a mean of all epochs but each trial's first
 * @param cpuSeconds processor time of the whole trainer an epoch, from submission to the last event
 */
record LoadRun(int trials, boolean busy, double epochSeconds, double cpuSeconds) {

    static LoadRun of(int trials, boolean busy, List<Seen> events, Duration cpu) {
        List<EpochCompleted> epochs = events.stream()
                .filter(seen -> seen.event() instanceof EpochCompleted)
                .map(seen -> (EpochCompleted) seen.event())
                .toList();
        double mean = epochs.stream()
                .filter(epoch -> epoch.epoch() > 1)
                .mapToDouble(EpochCompleted::seconds)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("no epoch after the first"));
        return new LoadRun(trials, busy, mean, cpu.toNanos() / 1e9 / epochs.size());
    }
}
