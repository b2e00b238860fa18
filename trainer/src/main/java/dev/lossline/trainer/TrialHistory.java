package dev.lossline.trainer;

import dev.lossline.contract.CheckpointHeaders;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent;
import dev.lossline.contract.TrialEvent.TrialStarted;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.TrialSpecification;
import dev.lossline.contract.UnreadableEventException;
import dev.lossline.trainer.CheckpointCandidates.PartSet;
import dev.lossline.training.Checkpoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;

/** What the log has of a trial: its attempts, and the checkpoint from which the next one continues. */
@Singleton
public class TrialHistory {
    /** How far the clocks of orchestrator and trainer may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    /**
     * Searches at a time: each holds what it has fetched, 16 MiB. Of a hundred slots that lost their connections
     * together, two thirds searched at once, which left no room in a heap of 512 MB.
     */
    private static final int MAX_SEARCHES = 2;

    private final Semaphore searches = new Semaphore(MAX_SEARCHES, true);
    private final KafkaClients clients;
    private final TrialTraining training;

    /**
     * A checkpoint or model that fits its trial.
     *
     * @param parts how it was split; empty if it was one message
     */
    record Found(CheckpointHeaders headers, Optional<PartSet> parts, Checkpoint state) {}

    public TrialHistory(KafkaClients clients, TrialTraining training) {
        this.clients = clients;
        this.training = training;
    }

    /**
     * The newest attempt since a trial was requested; 0 if there was none. An attempt begins with its
     * {@link TrialStarted}, before any checkpoint.
     */
    int newestAttempt(TrialId trial, Instant requestedAt) throws InterruptedException {
        try (Consumer<String, byte[]> reader = clients.reader()) {
            TrialPartition partition = new TrialPartition(reader, Topic.TRAINING, trial);
            long end = partition.end();
            int[] newest = {0};
            partition.read(partition.firstSince(requestedAt.minus(CLOCK_SKEW), end), end, message -> {
                if (trial.toString().equals(message.key())) {
                    newest[0] = Math.max(newest[0], attemptOf(message));
                }
            });
            return newest[0];
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("interrupted while reading attempts").initCause(e);
        }
    }

    /** 0 for any message that is not the start of an attempt. */
    private static int attemptOf(ConsumerRecord<String, byte[]> message) {
        try {
            return EventJson.read(message.value(), TrialEvent.class) instanceof TrialStarted started
                    ? started.attempt()
                    : 0;
        } catch (UnreadableEventException e) {
            return 0;
        }
    }

    /**
     * The newest checkpoint that fits a trial: the model if it is already trained, else the checkpoint of the latest
     * epoch. One that cannot be used is passed over with a warning: an older one costs time, and leads to the same model.
     *
     * <p>Searches back in steps to the submission of the experiment, and no further than necessary: all experiments share
     * the topic, and a trial that was trained until now has its checkpoint among the newest messages. If a trainer that
     * was frozen for longer than such a step has published an older one since, that one counts.
     */
    Optional<Found> newestCheckpoint(TrialId trial, TrialSpecification specification) throws InterruptedException {
        searches.acquire();
        try (Consumer<String, byte[]> reader = clients.checkpointReader()) {
            TrialPartition partition = new TrialPartition(reader, Topic.CHECKPOINTS, trial);
            Instant submitted = timeOf(trial.experimentId()).minus(CLOCK_SKEW);
            return new CheckpointSearch(partition, training, trial, specification).newestSince(submitted);
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("interrupted while reading checkpoints").initCause(e);
        } finally {
            searches.release();
        }
    }

    /** When an id was made: the first 48 bits of a UUID v7 are milliseconds. For others, the epoch. */
    static Instant timeOf(UUID id) {
        return id.version() == 7 ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16) : Instant.EPOCH;
    }
}
