package dev.lossline.trainer.trial;

import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.TrialCancelled;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.trainer.config.Outcome;
import dev.lossline.trainer.config.TrainerMetrics;
import dev.lossline.trainer.kafka.PublishingException;
import dev.lossline.trainer.training.TrialTraining;
import dev.lossline.trainer.trial.TrialControl.Stop;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.EpochListener;
import dev.lossline.training.EpochResult;
import dev.lossline.training.TrainingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** An attempt at a trial: publishes each epoch and regular checkpoints, and stops when the trial is told to. */
final class TrialAttempt implements EpochListener {
    private static final Logger LOG = Logger.getLogger(TrialAttempt.class);

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

    /** Trains and publishes; returns after the broker has acknowledged everything. */
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
        Optional<Stop> stop = control.reason(trial);
        if (stop.isEmpty() && isCheckpointDue(result) && publication.checkpointArrived()) {
            publication.checkpoint(checkpoint.get());
            lastCheckpoint = System.nanoTime();
        }
        return stop.isEmpty() || (stop.get() == Stop.PAUSED && !isKept(result, checkpoint));
    }

    /**
     * Whether the broker has a checkpoint of the epoch. A paused trial leaves the queue, so its work would be lost
     * without one. If publishing it fails, training continues, and the checkpoint is tried again after the next epoch.
     */
    private boolean isKept(EpochResult result, Supplier<Checkpoint> checkpoint) {
        if (result.epoch() == trial.specification().training().epochs()) {
            return false;
        }
        try {
            publication.keep(checkpoint.get());
            return true;
        } catch (PublishingException e) {
            LOG.warnf(
                    "Trial %s is not paused after epoch %d but continues, because its checkpoint cannot be written: %s",
                    trial.id(), result.epoch(), e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The model already exists: an earlier attempt trained it and ended before it could report so. */
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
            case PAUSED -> Outcome.PAUSED;
            case SHUTDOWN -> {
                publication.keep(state);
                yield Outcome.RELEASED;
            }
            case LOCK_LOST -> {
                publication.handOver(state);
                yield Outcome.LOST;
            }
        };
    }

    /** Whether the next epoch would end after the interval. The last epoch produces the model instead. */
    private boolean isCheckpointDue(EpochResult result) {
        double elapsed = (System.nanoTime() - lastCheckpoint) / 1e9;
        return elapsed + result.seconds() > checkpointInterval.toMillis() / 1e3
                && result.epoch() < trial.specification().training().epochs();
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
