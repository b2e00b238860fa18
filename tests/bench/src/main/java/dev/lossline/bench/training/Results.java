package dev.lossline.bench.training;

import dev.lossline.bench.harness.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The measurements of a run. */
public final class Results {

    /** A contestant's loss and Lossline's for the same setting, after the epoch that {@link Contestant.ExpectedLoss} compares. */
    public record Deviation(Contestant contestant, Setting setting, double loss, double lossline) {
        double relative() {
            return Math.abs(loss - lossline) / lossline;
        }
    }

    private record Cell(Contestant contestant, Setting setting) {}

    private final Map<Cell, List<Double>> seconds = new LinkedHashMap<>();
    private final Map<Cell, List<Double>> losses = new LinkedHashMap<>();
    private final Map<Contestant, String> versions = new LinkedHashMap<>();
    private final Map<Contestant, String> skipped = new LinkedHashMap<>();
    private final Map<String, List<Double>> trials = new LinkedHashMap<>();

    /** Records an epoch. Of the first one, the warm-up, only the loss is used. */
    void epoch(Contestant contestant, Setting setting, Reply.Epoch epoch) {
        Cell cell = new Cell(contestant, setting);
        if (epoch.epoch() > 1) {
            seconds.computeIfAbsent(cell, any -> new ArrayList<>()).add(epoch.seconds());
        }
        epoch.loss()
                .ifPresent(loss ->
                        losses.computeIfAbsent(cell, any -> new ArrayList<>()).add(loss));
    }

    void version(Contestant contestant, String version) {
        versions.put(contestant, version);
    }

    void skipped(Contestant contestant, String reason) {
        skipped.putIfAbsent(contestant, reason);
    }

    void trials(int count, int threads, double took) {
        trials.computeIfAbsent(count + "/" + threads, any -> new ArrayList<>()).add(took);
    }

    Map<Contestant, String> versions() {
        return versions;
    }

    Map<Contestant, String> skipped() {
        return skipped;
    }

    public Optional<Spread> seconds(Contestant contestant, Setting setting) {
        return Optional.ofNullable(seconds.get(new Cell(contestant, setting))).map(Spread::of);
    }

    public Optional<Spread> seconds(String contestant, Setting setting) {
        return seconds.entrySet().stream()
                .filter(entry -> entry.getKey().contestant().id().equals(contestant)
                        && entry.getKey().setting().equals(setting))
                .findFirst()
                .map(entry -> Spread.of(entry.getValue()));
    }

    /** The contestant's median time divided by Lossline's; empty if one of them was not measured. */
    OptionalDouble ratio(String contestant, Setting setting) {
        Optional<Spread> other = seconds(contestant, setting);
        Optional<Spread> own = seconds(Contestant.LOSSLINE, setting);
        return other.isPresent() && own.isPresent()
                ? OptionalDouble.of(other.get().median() / own.get().median())
                : OptionalDouble.empty();
    }

    Optional<Spread> trials(int count, int threads) {
        return Optional.ofNullable(trials.get(count + "/" + threads)).map(Spread::of);
    }

    /** The largest deviation of each contestant from Lossline's loss over all settings. */
    public List<Deviation> deviations() {
        Map<Contestant, Deviation> largest = new LinkedHashMap<>();
        losses.forEach((cell, found) -> losses.forEach((other, lossline) -> {
            boolean own = other.contestant().id().equals(Contestant.LOSSLINE);
            if (own
                    && other.setting().equals(cell.setting())
                    && !cell.contestant().equals(other.contestant())) {
                int compared = cell.contestant().expectedLoss().comparedEpoch(Math.min(found.size(), lossline.size()));
                largest.merge(
                        cell.contestant(),
                        new Deviation(
                                cell.contestant(), cell.setting(), found.get(compared - 1), lossline.get(compared - 1)),
                        (a, b) -> a.relative() >= b.relative() ? a : b);
            }
        }));
        return List.copyOf(largest.values());
    }

    /** Whether the deviation is within the contestant's tolerance. */
    public static boolean isTolerable(Deviation deviation) {
        return deviation.relative() <= deviation.contestant().expectedLoss().tolerance();
    }
}
