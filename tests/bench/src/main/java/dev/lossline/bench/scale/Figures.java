package dev.lossline.bench.scale;

import dev.lossline.bench.scale.History.Epoch;
import dev.lossline.bench.scale.History.Start;
import dev.lossline.contract.TrialId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What follows from a history of trials. */
final class Figures {
    private final History history;

    Figures(History history) {
        this.history = history;
    }

    /** A stretch of time. */
    record Window(Instant from, Instant to) {
        Window {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("from is " + from + ", must be before " + to);
            }
        }

        double seconds() {
            return Duration.between(from, to).toMillis() / 1000.0;
        }
    }

    /** While trials waited: from then to when the last was taken for the first time. */
    Window waiting(Instant from) {
        return new Window(
                from,
                firstStarts(history.starts().stream()).values().stream()
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    private static Map<TrialId, Instant> firstStarts(Stream<Start> starts) {
        return starts.collect(
                Collectors.toMap(Start::trial, Start::at, BinaryOperator.minBy(Comparator.naturalOrder())));
    }

    /**
     * Of the slots' time, the share in which nothing was trained.
     *
     * @param slotSeconds time of all slots together in that window; of a killed one, until then
     */
    double idle(Window window, double slotSeconds) {
        double trained = history.epochs().stream()
                .mapToDouble(epoch -> within(epoch, window))
                .sum();
        return 1 - trained / slotSeconds;
    }

    /** The part of an epoch that lies in the window. */
    private static double within(Epoch epoch, Window window) {
        double end = Duration.between(window.from(), epoch.at()).toNanos() / 1e9;
        double begin = end - epoch.seconds();
        return Math.max(0, Math.min(end, window.seconds()) - Math.max(begin, 0));
    }

    /** Trials that a trainer had when it was killed. */
    Set<TrialId> lost(String killed, Instant at) {
        Map<TrialId, Instant> ends = history.ends();
        return history.starts().stream()
                .filter(start -> start.trainer().equals(killed) && start.at().isBefore(at))
                .map(Start::trial)
                .filter(trial -> !ends.containsKey(trial) || ends.get(trial).isAfter(at))
                .collect(Collectors.toSet());
    }

    /** From a kill to when each trial that the killed trainer had, and that another took, was started by that. */
    List<Duration> takeovers(String killed, Instant at) {
        Set<TrialId> lost = lost(killed, at);
        return firstStarts(history.starts().stream()
                        .filter(start ->
                                lost.contains(start.trial()) && !start.at().isBefore(at)))
                .values()
                .stream()
                .map(taken -> Duration.between(at, taken))
                .sorted()
                .toList();
    }

    /** Trials taken in the window by each process but the killed one. */
    Map<String, Long> taken(Window window, String killed) {
        return history.starts().stream()
                .filter(start -> !start.trainer().equals(killed))
                .filter(start ->
                        !start.at().isBefore(window.from()) && !start.at().isAfter(window.to()))
                .collect(Collectors.groupingBy(Start::trainer, TreeMap::new, Collectors.counting()));
    }

    /** From then to the first trial of each experiment; the last of them is the one that waited longest. */
    List<Duration> waits(Map<UUID, Instant> submitted) {
        Map<UUID, Instant> firsts = new HashMap<>();
        history.starts().stream()
                .filter(start -> submitted.containsKey(start.trial().experimentId()))
                .forEach(start ->
                        firsts.merge(start.trial().experimentId(), start.at(), (a, b) -> a.isBefore(b) ? a : b));
        return firsts.entrySet().stream()
                .map(first -> Duration.between(submitted.get(first.getKey()), first.getValue()))
                .sorted()
                .toList();
    }

    /** Events of training in the second that had most, and on average in the window. */
    record Rate(double most, double mean) {}

    /** Starts, epochs and ends of trials. */
    Rate events(Window window) {
        Map<Long, Long> seconds = new HashMap<>();
        history.starts().forEach(start -> seconds.merge(start.at().getEpochSecond(), 1L, Long::sum));
        history.epochs().forEach(epoch -> seconds.merge(epoch.at().getEpochSecond(), 1L, Long::sum));
        history.ends().values().forEach(end -> seconds.merge(end.getEpochSecond(), 1L, Long::sum));
        long inWindow = seconds.entrySet().stream()
                .filter(second -> second.getKey() >= window.from().getEpochSecond()
                        && second.getKey() < window.to().getEpochSecond())
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Rate(
                seconds.values().stream().mapToLong(Long::longValue).max().orElse(0), inWindow / window.seconds());
    }

    /** Jain's index: 1 where all have the same, 1/n where one has all. R. Jain et al., DEC-TR-301, 1984. */
    static double jain(Collection<Long> shares) {
        double sum = shares.stream().mapToDouble(Long::doubleValue).sum();
        double squares =
                shares.stream().mapToDouble(share -> (double) share * share).sum();
        return sum * sum / (shares.size() * squares);
    }

    /** The smallest of the values that this share of them does not exceed (the nearest-rank method); they are sorted. */
    static Duration quantile(List<Duration> sorted, double share) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }

    /** The last of all. */
    Instant end() {
        return history.ends().values().stream().max(Comparator.naturalOrder()).orElseThrow();
    }
}
