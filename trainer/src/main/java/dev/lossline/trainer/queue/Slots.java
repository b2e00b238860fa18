package dev.lossline.trainer.queue;

import dev.lossline.trainer.config.TrainerConfig;
import dev.lossline.trainer.config.TrainerMetrics;
import dev.lossline.trainer.trial.TrialPreparation;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The slots of this trainer; their number is the number of concurrent trials. */
@Singleton
public class Slots {
    /** How long slots may take to end after an interrupt. */
    private static final Duration INTERRUPTED_PATIENCE = Duration.ofSeconds(2);

    private final Broker broker;
    private final Deliveries deliveries;
    private final TrialPreparation preparation;
    private final TrainerConfig config;
    private final int count;
    private volatile List<Slot> slots = List.of();

    public Slots(
            Broker broker,
            Deliveries deliveries,
            TrialPreparation preparation,
            TrainerConfig config,
            TrainerMetrics metrics) {
        this.broker = broker;
        this.deliveries = deliveries;
        this.preparation = preparation;
        this.config = config;
        this.count = config.slots().orElseGet(() -> Runtime.getRuntime().availableProcessors());
        if (count < 1) {
            throw new IllegalArgumentException("lossline.trainer.slots is " + count + ", must be at least 1");
        }
        metrics.gauge(TrainerMetrics.SLOTS_TOTAL, "Total slots", this, s -> s.slots.size());
        metrics.gauge(TrainerMetrics.SLOTS_BUSY, "Busy slots", this, Slots::busy);
    }

    public synchronized void start() {
        slots = IntStream.rangeClosed(1, count)
                .mapToObj(n -> new Slot(
                        "slot-" + n,
                        broker,
                        deliveries,
                        preparation,
                        config.lock().renewal()))
                .toList();
    }

    /** Stops all trials after their epochs, or in the middle if that takes too long, and releases them. */
    public synchronized void stop() throws InterruptedException {
        slots.forEach(Slot::stop);
        if (!awaitEnd(config.stop().patience())) {
            slots.forEach(Slot::interrupt);
            awaitEnd(INTERRUPTED_PATIENCE);
        }
        slots = List.of();
    }

    /** The number of slots with a trial in training. */
    public long busy() {
        return slots.stream().filter(Slot::isBusy).count();
    }

    /** How long no slot has had a trial; zero while one has, and before they start. */
    public Duration idle() {
        return slots.stream().map(Slot::idle).min(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** The number of slots. */
    public int total() {
        return slots.size();
    }

    /** Whether a slot ended without being stopped. */
    public boolean isBroken() {
        return !slots.stream().allMatch(Slot::isAlive);
    }

    private boolean awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean ended = true;
        for (Slot slot : slots) {
            long left = Math.max(1, deadline - System.nanoTime());
            ended &= slot.awaitEnd(Duration.ofNanos(left));
        }
        return ended;
    }
}
