package dev.lossline.trainer.trial;

import dev.lossline.specification.DatasetName;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.training.TrialTraining;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.dataset.DatasetException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Prepares trials for training. While a dataset is unavailable, no trial is prepared and therefore none is taken;
 * loading the dataset is retried. Thread-safe.
 */
@Singleton
public class TrialPreparation {
    private static final Logger LOG = Logger.getLogger(TrialPreparation.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(60);

    private final TrialTraining training;
    private final Duration firstRetry;
    private volatile Optional<String> obstacle = Optional.empty();
    private Optional<Thread> retrying = Optional.empty();
    private boolean closed;

    @jakarta.inject.Inject
    public TrialPreparation(TrialTraining training) {
        this(training, FIRST_RETRY);
    }

    TrialPreparation(TrialTraining training, Duration firstRetry) {
        this.training = training;
        this.firstRetry = firstRetry;
    }

    /** The implementation that trains the trials. */
    TrialTraining training() {
        return training;
    }

    /** Whether a trial could be prepared now, as far as is known. */
    public boolean isPossible() {
        return obstacle.isEmpty();
    }

    /** Why no trials are taken and what to do about it, in one line; empty if trials are taken. */
    public Optional<String> obstacle() {
        return obstacle;
    }

    /**
     * Prepares a trial for training.
     *
     * @throws DatasetException if its dataset is unavailable; no trial can be prepared until it is available
     */
    TrialTraining.Prepared prepare(TrialSpecification trial, Optional<Checkpoint> start) throws InterruptedException {
        try {
            return training.prepare(trial, start);
        } catch (DatasetException e) {
            suspend(trial.dataset(), e);
            throw e;
        }
    }

    @PreDestroy
    public synchronized void close() {
        closed = true;
        retrying.ifPresent(Thread::interrupt);
    }

    private synchronized void suspend(DatasetName dataset, DatasetException cause) {
        if (obstacle.isPresent() || closed) {
            return;
        }
        String reason = cause.getMessage().lines().map(String::strip).collect(Collectors.joining(" "));
        obstacle = Optional.of(reason);
        LOG.errorf("Taking no trials until the dataset is available: %s", reason);
        retrying =
                Optional.of(Thread.ofPlatform().daemon().name("dataset-retry").start(() -> awaitDataset(dataset)));
    }

    private void awaitDataset(DatasetName dataset) {
        try {
            for (Duration pause = firstRetry; ; pause = longer(pause)) {
                Thread.sleep(pause);
                if (isThere(dataset)) {
                    obstacle = Optional.empty();
                    LOG.infof("%s is available: taking trials again", dataset.id());
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("Stopped while waiting for %s", dataset.id());
        }
    }

    private boolean isThere(DatasetName dataset) throws InterruptedException {
        try {
            training.load(dataset);
            return true;
        } catch (DatasetException e) {
            LOG.debugf("Still missing: %s", e.getMessage());
            return false;
        } catch (RuntimeException e) {
            LOG.warnf("Cannot load %s, retrying: %s", dataset.id(), e.toString());
            return false;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(MAX_RETRY_DELAY) < 0 ? twice : MAX_RETRY_DELAY;
    }
}
