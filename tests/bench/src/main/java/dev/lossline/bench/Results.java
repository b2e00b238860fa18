package dev.lossline.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What has been measured. */
final class Results {

    /** By how much a contestant's loss of a setting is not Lossline's, after the epoch that its numbers are held to. */
    record Deviation(Contestant contestant, Setting setting, double loss, double lossline) {
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

    /** Records an epoch; the first of a training warms up, and only its loss is of use. */
    void epoch(Contestant contestant, Setting setting, Answer.Epoch epoch) {
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

    void skipped(Contestant contestant, String why) {
        skipped.putIfAbsent(contestant, why);
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

    Optional<Spread> seconds(Contestant contestant, Setting setting) {
        return Optional.ofNullable(seconds.get(new Cell(contestant, setting))).map(Spread::of);
    }

    Optional<Spread> seconds(String contestant, Setting setting) {
        return seconds.entrySet().stream()
                .filter(entry -> entry.getKey().contestant().id().equals(contestant)
                        && entry.getKey().setting().equals(setting))
                .findFirst()
                .map(entry -> Spread.of(entry.getValue()));
    }

    /** The seconds of a contestant over Lossline's. */
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

    /** The greatest deviation of each contestant from Lossline's loss, of the same setting and epoch. */
    List<Deviation> deviations() {
        Map<Contestant, Deviation> greatest = new LinkedHashMap<>();
        losses.forEach((cell, found) -> losses.forEach((other, lossline) -> {
            boolean own = other.contestant().id().equals(Contestant.LOSSLINE);
            if (own
                    && other.setting().equals(cell.setting())
                    && !cell.contestant().equals(other.contestant())) {
                int compared = cell.contestant().numbers().compared(Math.min(found.size(), lossline.size()));
                greatest.merge(
                        cell.contestant(),
                        new Deviation(
                                cell.contestant(), cell.setting(), found.get(compared - 1), lossline.get(compared - 1)),
                        (a, b) -> a.relative() >= b.relative() ? a : b);
            }
        }));
        return List.copyOf(greatest.values());
    }

    /** Whether the loss is as near to Lossline's as it has to be. */
    static boolean fine(Deviation deviation) {
        return deviation.relative() <= deviation.contestant().numbers().tolerance();
    }
}
