package dev.lossline.trainer.trial;

import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.trainer.checkpoint.TrialHistory;
import dev.lossline.trainer.config.Outcome;
import dev.lossline.trainer.config.TrainerConfig;
import dev.lossline.trainer.config.TrainerMetrics;
import dev.lossline.trainer.kafka.Publisher;
import dev.lossline.trainer.kafka.PublishingException;
import dev.lossline.trainer.training.Failure;
import dev.lossline.trainer.training.TrialTraining;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.dataset.DatasetException;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Runs a trial to its end from the beginning or its newest checkpoint. Thread-safe. */
@Singleton
public class TrialRunner {
    private static final Logger LOG = Logger.getLogger(TrialRunner.class);

    private final Duration checkpointInterval;
    private final TrialPreparation preparation;
    private final TrialHistory history;
    private final Publisher publisher;
    private final TrainerMetrics metrics;
    private final String host = hostName();

    public TrialRunner(
            TrainerConfig config,
            TrialPreparation preparation,
            TrialHistory history,
            Publisher publisher,
            TrainerMetrics metrics) {
        this.checkpointInterval = config.checkpoint().interval();
        this.preparation = preparation;
        this.history = history;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** The newest attempt that started since the trial was requested; 0 if there was none. */
    public int newestAttempt(QueuedTrial trial) throws InterruptedException {
        return history.newestAttempt(trial.id(), trial.requestedAt());
    }

    /** Runs the trial; returns after everything is published and acknowledged. */
    public Outcome run(QueuedTrial trial, TrialControl control) {
        long begin = System.nanoTime();
        Outcome outcome;
        try {
            outcome = attempt(trial, control);
        } catch (InterruptedException e) {
            outcome = Outcome.RELEASED;
        } catch (KafkaException e) {
            LOG.warnf("Releasing trial %s: %s", trial.id(), e.getMessage());
            outcome = Outcome.RELEASED;
        } catch (DatasetException e) {
            // Already logged by the preparation, which also prevents that more trials are taken.
            outcome = Outcome.RELEASED;
        } catch (Throwable e) {
            // A failing trial must not end the trainer.
            outcome = fail(trial, e);
        }
        LOG.infof(
                "Trial %s, attempt %d: %s after %.1f s",
                trial.id(), trial.attempt(), outcome.id(), (System.nanoTime() - begin) / 1e9);
        return outcome;
    }

    private Outcome attempt(QueuedTrial trial, TrialControl control) throws InterruptedException {
        TrialPublication publication = publicationOf(trial);
        TrialAttempt attempt = new TrialAttempt(trial, publication, control, checkpointInterval, metrics);
        Optional<TrialControl.Stop> stop = control.reason(trial);
        if (stop.isPresent()) {
            return switch (stop.get()) {
                case CANCELLED -> attempt.cancelled();
                case PAUSED -> Outcome.PAUSED;
                case SHUTDOWN, LOCK_LOST -> Outcome.RELEASED;
            };
        }
        // A search is slow because checkpoints of all experiments share the topic; search only if a checkpoint may
        // exist.
        Optional<TrialHistory.Found> found =
                trial.attempt() > 1 ? history.newestCheckpoint(trial.id(), trial.specification()) : Optional.empty();
        found.ifPresent(publication::spare);
        if (found.isPresent() && found.get().headers().isFinal()) {
            return attempt.completed(found.get().state());
        }
        Optional<Checkpoint> start = found.map(TrialHistory.Found::state);
        TrialTraining.Prepared prepared = preparation.prepare(trial.specification(), start);
        if (!control.isHeld()) {
            // The preparation waited for the broker or a download. The trainer that has the trial now counts the same
            // starts, so two attempts would have the same number.
            return Outcome.LOST;
        }
        int resumedFrom = start.map(Checkpoint::epoch).orElse(0);
        LOG.infof(
                "Trial %s, attempt %d starts after epoch %d of %d: %s",
                trial.id(),
                trial.attempt(),
                resumedFrom,
                trial.specification().training().epochs(),
                trial.summary());
        publication.event(started(trial, resumedFrom, prepared.datasetSha256()));
        return attempt.run(prepared.run());
    }

    private TrialStarted started(QueuedTrial trial, int resumedFrom, String datasetSha256) {
        return new TrialStarted(
                trial.id(),
                trial.attempt(),
                Instant.now(),
                preparation.training().processor().device(),
                host,
                preparation.training().processor().name(),
                resumedFrom,
                datasetSha256,
                preparation.training().processor().versions());
    }

    private Outcome fail(QueuedTrial trial, Throwable cause) {
        Failure failure = Failure.of(cause, trial.specification());
        LOG.warnf("Trial %s failed, %s: %s", trial.id(), failure.kind().id(), failure.reason());
        LOG.debug("The failure", cause);
        TrialPublication publication = publicationOf(trial);
        try {
            publication.event(
                    new TrialFailed(trial.id(), trial.attempt(), Instant.now(), failure.kind(), failure.reason()));
            publication.awaitEvents();
            return Outcome.FAILED;
        } catch (PublishingException | InterruptedException e) {
            return Outcome.RELEASED;
        }
    }

    private TrialPublication publicationOf(QueuedTrial trial) {
        return new TrialPublication(
                publisher, history, metrics, new ModelMetadata(trial.id(), trial.attempt(), trial.specification()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
