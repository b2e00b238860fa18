package dev.lossline.trainer;

import dev.lossline.contract.TrialEvent.EpochCompleted;
import dev.lossline.contract.TrialEvent.TrialCancelled;
import dev.lossline.contract.TrialEvent.TrialCompleted;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.EpochListener;
import dev.lossline.training.EpochResult;
import dev.lossline.training.TrainingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** One attempt at a trial: publishes each epoch and checkpoints in between, and ends as the trial is told to. */
final class TrialAttempt implements EpochListener {
    private final QueuedTrial trial;
    private final TrialPublication publication;
    private final TrialControl control;
    private final Duration checkpointInterval;
    private final TrainerMetrics metrics;
    private long lastCheckpoint = System.nanoTime();

    TrialAttempt(
            QueuedTrial trial,
            TrialPublication publication,
            TrialControl control,
            Duration checkpointInterval,
            TrainerMetrics metrics) {
        this.trial = trial;
        this.publication = publication;
        this.control = control;
        this.checkpointInterval = checkpointInterval;
        this.metrics = metrics;
    }

    /** Trains and publishes, until the broker has all of it. */
    Outcome run(TrialTraining.Run training) throws InterruptedException {
        TrainingResult result = training.run(this);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while publishing epoch " + result.epoch());
        }
        return result.stopped() ? stopped(result.checkpoint()) : trained(result.checkpoint());
    }

    @Override
    public boolean epochCompleted(EpochResult result, Supplier<Checkpoint> checkpoint) {
        metrics.epochTrained((int) Math.round(result.seconds() * result.samplesPerSecond()));
        try {
            publication.event(new EpochCompleted(
                    trial.id(),
                    trial.attempt(),
                    Instant.now(),
                    result.epoch(),
                    result.trainingLoss(),
                    boxed(result.validationLoss()),
                    boxed(result.validationAccuracy()),
                    result.seconds(),
                    result.samplesPerSecond()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (isCheckpointDue(result) && publication.checkpointArrived()) {
            publication.checkpoint(checkpoint.get());
            lastCheckpoint = System.nanoTime();
        }
        return control.reason(trial).isEmpty();
    }

    /** The model is there already: an attempt before trained it and ended before it could say so. */
    Outcome completed(Checkpoint model) throws InterruptedException {
        publication.event(new TrialCompleted(
                trial.id(), trial.attempt(), Instant.now(), model.epoch(), model.trainingLoss(), model.seconds()));
        publication.awaitEvents();
        return Outcome.COMPLETED;
    }

    /** The experiment was cancelled. */
    Outcome cancelled() throws InterruptedException {
        publication.event(new TrialCancelled(trial.id(), trial.attempt(), Instant.now()));
        publication.awaitEvents();
        return Outcome.CANCELLED;
    }

    private Outcome trained(Checkpoint state) throws InterruptedException {
        publication.model(state);
        return completed(state);
    }

    private Outcome stopped(Checkpoint state) throws InterruptedException {
        return switch (control.reason(trial).orElseThrow()) {
            case CANCELLED -> cancelled();
            case PAUSED -> {
                keep(state);
                yield Outcome.PAUSED;
            }
            case SHUTDOWN -> {
                keep(state);
                yield Outcome.RELEASED;
            }
            case LOCK_LOST -> {
                publication.handOver(state);
                yield Outcome.LOST;
            }
        };
    }

    private void keep(Checkpoint state) throws InterruptedException {
        publication.checkpoint(state);
        publication.awaitEvents();
        publication.awaitCheckpoint();
    }

    /** Due where the next epoch would end after the interval; the last epoch gives the model instead. */
    private boolean isCheckpointDue(EpochResult result) {
        double elapsed = (System.nanoTime() - lastCheckpoint) / 1e9;
        return elapsed + result.seconds() > checkpointInterval.toMillis() / 1e3
                && result.epoch() < trial.specification().training().epochs();
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
