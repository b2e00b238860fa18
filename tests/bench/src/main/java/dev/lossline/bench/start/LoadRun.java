package dev.lossline.bench.start;

import dev.lossline.bench.start.EventFollower.Seen;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import java.time.Duration;
import java.util.List;

/**
 * A run of concurrent trials.
 *
 * @param busy whether a producer kept the broker busy
 * @param epochSeconds the mean duration of an epoch, without the first of each trial
 * @param cpuSeconds the processor time of the whole trainer per epoch, from submission to the last event
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
                .orElseThrow(() -> new IllegalArgumentException("there is no epoch after the first"));
        return new LoadRun(trials, busy, mean, cpu.toNanos() / 1e9 / epochs.size());
    }
}
