package dev.lossline.trainer.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A trainer's settings for tests without a framework. */
public record TestConfig() implements TrainerConfig {
    private record Locks(Duration duration, Duration renewal) implements Lock {}

    @Override
    public OptionalInt slots() {
        return OptionalInt.of(1);
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
        return () -> Duration.ofSeconds(10);
    }

    @Override
    public Lock lock() {
        return new Locks(Duration.ofSeconds(15), Duration.ofSeconds(3));
    }

    @Override
    public Publishing publishing() {
        return () -> 10;
    }

    @Override
    public Stop stop() {
        return () -> Duration.ofSeconds(6);
    }
}
