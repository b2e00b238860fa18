package dev.lossline.trainer.checkpoint;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.checkpoint.CheckpointCandidates.PartSet;
import dev.lossline.trainer.kafka.KafkaClients;
import dev.lossline.trainer.training.TrialTraining;
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

/** The history of a trial on the log: its attempts, and the checkpoint from which the next one continues. */
@Singleton
public class TrialHistory {
    /** The maximum difference between the clocks of orchestrator and trainer. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    /**
     * The maximum number of concurrent searches, each of which holds up to 16 MiB of fetched data. When a hundred slots
     * lost their connections together, two thirds of them searched at once and exhausted a heap of 512 MB.
     */
    private static final int MAX_SEARCHES = 2;

    private final Semaphore searches = new Semaphore(MAX_SEARCHES, true);
    private final KafkaClients clients;
    private final TrialTraining training;

    /**
     * A checkpoint or model that matches its trial.
     *
     * @param parts how it was split; empty if it was a single message
     */
    public record Found(CheckpointHeaders headers, Optional<PartSet> parts, Checkpoint state) {}

    public TrialHistory(KafkaClients clients, TrialTraining training) {
        this.clients = clients;
        this.training = training;
    }

    /**
     * The newest attempt since a trial was requested; 0 if there was none. An attempt begins with its
     * {@link TrialStarted}, before any checkpoint.
     */
    public int newestAttempt(TrialId trial, Instant requestedAt) throws InterruptedException {
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

    /** The attempt that a message starts; 0 for all other messages. */
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
     * The newest checkpoint that matches a trial: the model if the trial is already trained, otherwise the checkpoint
     * of the latest epoch. An unusable checkpoint is skipped with a warning: an older one costs time but leads to the
     * same model.
     *
     * <p>Searches backwards in steps, at most to the submission of the experiment: all experiments share the topic, and
     * the checkpoint of a trial that was in training until now is among the newest messages. If a trainer that was
     * frozen for longer than such a step has since published an older one, that one is used.
     */
    public Optional<Found> newestCheckpoint(TrialId trial, TrialSpecification specification)
            throws InterruptedException {
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

    /** The creation time of an id: the first 48 bits of a UUID v7 are milliseconds. For other versions, the epoch. */
    static Instant timeOf(UUID id) {
        return id.version() == 7 ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16) : Instant.EPOCH;
    }
}
