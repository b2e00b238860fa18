package dev.lossline.bench.scale;

import dev.lossline.bench.scale.History.Epoch;
import dev.lossline.bench.scale.History.Start;
import dev.lossline.specification.TrialId;
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

/** Statistics computed from the history of a simulation. */
final class TrialStatistics {
    private final History history;

    TrialStatistics(History history) {
        this.history = history;
    }

    /** A period of time. */
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

    /** The period in which trials were waiting: from the given time until the last trial was first started. */
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
     * The share of slot time in which nothing was trained.
     *
     * @param slotSeconds the time of all slots together in the window; killed slots count until they were killed
     */
    double idle(Window window, double slotSeconds) {
        double trained = history.epochs().stream()
                .mapToDouble(epoch -> within(epoch, window))
                .sum();
        return 1 - trained / slotSeconds;
    }

    /** The seconds of an epoch that lie within the window. */
    private static double within(Epoch epoch, Window window) {
        double end = Duration.between(window.from(), epoch.at()).toNanos() / 1e9;
        double begin = end - epoch.seconds();
        return Math.max(0, Math.min(end, window.seconds()) - Math.max(begin, 0));
    }

    /** The trials that a trainer was running when it was killed. */
    Set<TrialId> lost(String killed, Instant at) {
        Map<TrialId, Instant> ends = history.ends();
        return history.starts().stream()
                .filter(start -> start.trainer().equals(killed) && start.at().isBefore(at))
                .map(Start::trial)
                .filter(trial -> !ends.containsKey(trial) || ends.get(trial).isAfter(at))
                .collect(Collectors.toSet());
    }

    /** The time from the kill until another trainer started each trial of the killed one, in ascending order. */
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

    /** The number of trials that each process except the killed one started within the window. */
    Map<String, Long> taken(Window window, String killed) {
        return history.starts().stream()
                .filter(start -> !start.trainer().equals(killed))
                .filter(start ->
                        !start.at().isBefore(window.from()) && !start.at().isAfter(window.to()))
                .collect(Collectors.groupingBy(Start::trainer, TreeMap::new, Collectors.counting()));
    }

    /** The time from the submission of each experiment to the start of its first trial, in ascending order. */
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

    /** Events per second: the highest number in one second, and the mean over the window. */
    record Rate(double peak, double mean) {}

    /** The rate of all trial events: starts, epochs and ends. */
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

    /** Jain's fairness index: 1 if all shares are equal, 1/n if one has everything. R. Jain et al., DEC-TR-301, 1984. */
    static double jain(Collection<Long> shares) {
        double sum = shares.stream().mapToDouble(Long::doubleValue).sum();
        double squares =
                shares.stream().mapToDouble(share -> (double) share * share).sum();
        return sum * sum / (shares.size() * squares);
    }

    /** The quantile of sorted values by the nearest-rank method; zero if there are none. */
    static Duration quantile(List<Duration> sorted, double share) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }

    /** The end of the last trial. */
    Instant end() {
        return history.ends().values().stream().max(Comparator.naturalOrder()).orElseThrow();
    }
}
