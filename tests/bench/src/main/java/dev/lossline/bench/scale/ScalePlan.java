package dev.lossline.bench.scale;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is simulated.
 *
 * @param processes of trainers; one of them is killed
 * @param slots of each process
 * @param experiments that are submitted one after the other, before anything is trained
 * @param seeds of each experiment and number of epochs
 * @param epochs how many a trial has: a trial of each experiment and seed for each of them
 * @param epoch how long one takes
 * @param lock how long the queue waits for a trainer that is not heard of
 * @param renewal how often a trainer says that it still has its trial
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
    private static final int MOST_SLOTS = 1_000;
    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOCK = Duration.ofSeconds(60);

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
        if (processes * slots > MOST_SLOTS) {
            throw new IllegalArgumentException(
                    "%d processes of %d slots are more than %d, Kafka's most of a share group"
                            .formatted(processes, slots, MOST_SLOTS));
        }
        if (lock.compareTo(SHORTEST_LOCK) < 0 || lock.compareTo(LONGEST_LOCK) > 0) {
            throw new IllegalArgumentException("a lock of %s, must be from %s to %s, as the broker has it"
                    .formatted(lock, SHORTEST_LOCK, LONGEST_LOCK));
        }
    }

    /** 1,000 slots in ten processes, 20,000 trials of 15 s to two minutes. */
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

    /** The same in small, for a look. */
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

    /** The same with other locks, to see what renewals cost. */
    ScalePlan locked(Duration otherLock, Duration otherRenewal) {
        return new ScalePlan(processes, slots, experiments, seeds, epochs, epoch, otherLock, otherRenewal);
    }

    /** The same with other numbers of slots and trials. */
    ScalePlan sized(int otherSlots, int otherSeeds) {
        return new ScalePlan(processes, otherSlots, experiments, otherSeeds, epochs, epoch, lock, renewal);
    }

    int trialsOfAnExperiment() {
        return seeds * epochs.size();
    }

    int trials() {
        return experiments * trialsOfAnExperiment();
    }

    int allSlots() {
        return processes * slots;
    }

    /** Training time of all trials together. */
    Duration training() {
        return epoch.multipliedBy((long) experiments
                * seeds
                * epochs.stream().mapToInt(Integer::intValue).sum());
    }

    /** What it would take if no slot were ever idle. */
    Duration least() {
        return training().dividedBy(allSlots());
    }

    /** An experiment's document; its trials are ordered by their numbers of epochs. */
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
