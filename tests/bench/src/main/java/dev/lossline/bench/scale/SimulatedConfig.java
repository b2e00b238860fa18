package dev.lossline.bench.scale;

import dev.lossline.trainer.config.TrainerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A simulated trainer's settings: the defaults, except for slots and locks. Datasets are not used. */
record SimulatedConfig(int slotCount, Duration lockDuration, Duration lockRenewal) implements TrainerConfig {
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final int BUFFER_SIZE = 100_000;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(6);

    private record Locks(Duration duration, Duration renewal) implements Lock {}

    @Override
    public OptionalInt slots() {
        return OptionalInt.of(slotCount);
    }

    @Override
    public Path datasets() {
        return Path.of("none");
    }

    @Override
    public OptionalInt topicReplication() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<Duration> exitWhenIdle() {
        return Optional.empty();
    }

    @Override
    public Checkpoint checkpoint() {
        return () -> CHECKPOINT_INTERVAL;
    }

    @Override
    public Lock lock() {
        return new Locks(lockDuration, lockRenewal);
    }

    @Override
    public Publishing publishing() {
        return () -> BUFFER_SIZE;
    }

    @Override
    public Stop stop() {
        return () -> STOP_TIMEOUT;
    }
}
