package dev.lossline.bench.scale;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The size of a simulation.
 *
 * @param processes the number of trainer processes, one of which is killed
 * @param slots the slots per process
 * @param experiments the number of experiments, submitted one after the other before training starts
 * @param seeds the seeds per experiment and number of epochs
 * @param epochs the numbers of epochs; each experiment has one trial per seed and number
 * @param epoch the duration of an epoch
 * @param lock how long a trial stays locked without a renewal
 * @param renewal the interval at which trainers renew their locks
 */
record ScalePlan(
        int processes,
        int slots,
        int experiments,
        int seeds,
        List<Integer> epochs,
        Duration epoch,
        Duration lock,
        Duration renewal) {
    private static final int MAX_SLOTS = 1_000;
    private static final Duration MIN_LOCK = Duration.ofSeconds(1);
    private static final Duration MAX_LOCK = Duration.ofSeconds(60);

    ScalePlan {
        requirePositive("processes", processes);
        requirePositive("slots", slots);
        requirePositive("experiments", experiments);
        requirePositive("seeds", seeds);
        epochs = List.copyOf(epochs);
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("epochs is empty, must be at least one number");
        }
        epochs.forEach(number -> requirePositive("epochs", number));
        if (processes * slots > MAX_SLOTS) {
            throw new IllegalArgumentException(
                    "%d processes of %d slots are more than %d, the maximum size of a share group"
                            .formatted(processes, slots, MAX_SLOTS));
        }
        if (lock.compareTo(MIN_LOCK) < 0 || lock.compareTo(MAX_LOCK) > 0) {
            throw new IllegalArgumentException(
                    "lock is %s, must be from %s to %s, the limits of the broker".formatted(lock, MIN_LOCK, MAX_LOCK));
        }
    }

    /** The full simulation: 1,000 slots in ten processes, 20,000 trials of 15 s to two minutes. */
    static ScalePlan full() {
        return new ScalePlan(
                10,
                100,
                20,
                250,
                List.of(1, 2, 4, 8),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20));
    }

    /** A small simulation: 40 slots, 400 trials. */
    static ScalePlan quick() {
        return new ScalePlan(
                5,
                8,
                4,
                25,
                List.of(1, 2, 4, 8),
                Duration.ofMillis(1500),
                Duration.ofSeconds(15),
                Duration.ofSeconds(3));
    }

    /** This plan with other lock settings, for measuring the cost of renewals. */
    ScalePlan withLock(Duration otherLock, Duration otherRenewal) {
        return new ScalePlan(processes, slots, experiments, seeds, epochs, epoch, otherLock, otherRenewal);
    }

    /** This plan with other numbers of slots per process and seeds per experiment. */
    ScalePlan withSize(int otherSlots, int otherSeeds) {
        return new ScalePlan(processes, otherSlots, experiments, otherSeeds, epochs, epoch, lock, renewal);
    }

    int trialsPerExperiment() {
        return seeds * epochs.size();
    }

    int trials() {
        return experiments * trialsPerExperiment();
    }

    int totalSlots() {
        return processes * slots;
    }

    /** The total training time of all trials. */
    Duration training() {
        return epoch.multipliedBy((long) experiments
                * seeds
                * epochs.stream().mapToInt(Integer::intValue).sum());
    }

    /** The duration of the training if no slot is ever idle. */
    Duration minimumDuration() {
        return training().dividedBy(totalSlots());
    }

    /** The document of an experiment; its trials are ordered by their number of epochs. */
    String document(int number) {
        return """
                name: scale-%d
                model: { hidden: [] }
                search: { grid: { training.epochs: %s } }
                seeds: [%s]
                """.formatted(
                        number,
                        epochs,
                        IntStream.range(0, seeds).mapToObj(Integer::toString).collect(Collectors.joining(", ")));
    }

    private static void requirePositive(String field, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(field + " is " + value + ", must be at least 1");
        }
    }
}
