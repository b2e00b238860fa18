package dev.lossline.trainer;

import dev.lossline.contract.CheckpointHeaders;
import dev.lossline.contract.CheckpointKey;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.ModelMetadata;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent;
import dev.lossline.contract.TrialEvent.TrialStarted;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.TrialPartitioner;
import dev.lossline.contract.UnreadableEventException;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.Safetensors;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/** What the log has of a trial: the attempts that were made at it, and the checkpoint that the next one goes on from. */
@Singleton
public class TrialHistory {
    private static final Logger LOG = Logger.getLogger(TrialHistory.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** By how much the clocks of who submits and who trains may differ. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private static final Comparator<CheckpointHeaders> AGE = Comparator.comparing(CheckpointHeaders::isFinal)
            .thenComparingInt(CheckpointHeaders::epoch)
            .thenComparingInt(CheckpointHeaders::attempt);

    /**
     * How many look at a time: each holds what it has fetched, 16 MiB. Of a hundred slots that lost their connections
     * together, two thirds looked at once, and left a heap of 512 MB no room.
     */
    private static final int AT_A_TIME = 2;

    /** How far back the first look goes; each next one as far again four times. */
    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);

    private static final int LONGER = 4;

    private final Semaphore places = new Semaphore(AT_A_TIME, true);
    private final KafkaClients clients;

    /** A checkpoint, and what its message says of it. */
    record Found(CheckpointHeaders headers, Checkpoint state) {}

    public TrialHistory(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * The newest attempt since a trial was requested; 0 where there was none. It begins with its {@link TrialStarted},
     * before any checkpoint.
     */
    int newestAttempt(TrialId trial, Instant requestedAt) throws InterruptedException {
        try (Consumer<String, byte[]> reader = clients.reader()) {
            TopicPartition partition = partition(reader, Topic.TRAINING, trial);
            long end = reader.endOffsets(List.of(partition)).get(partition);
            long begin =
                    firstOffset(reader, partition, requestedAt.minus(SLACK)).orElse(end);
            int[] newest = {0};
            read(reader, partition, begin, end, message -> {
                if (trial.toString().equals(message.key())) {
                    newest[0] = Math.max(newest[0], attemptOf(message));
                }
            });
            return newest[0];
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("interrupted while reading attempts").initCause(e);
        }
    }

    /** 0 for what is no start of an attempt. */
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
     * The newest checkpoint of a trial: the model where it is trained already, else that of the latest epoch. Looks back
     * in steps to when the experiment was submitted, and no further than it has to: a trial that somebody trained until
     * now has its checkpoint among the last of the topic, which all experiments share. Of a trainer that was frozen for
     * longer than such a step, and published an older one since, that one counts: it costs time, and gives the same model.
     */
    Optional<Found> newestCheckpoint(TrialId trial) throws InterruptedException {
        places.acquire();
        try {
            return find(trial);
        } finally {
            places.release();
        }
    }

    private Optional<Found> find(TrialId trial) throws InterruptedException {
        try (Consumer<String, byte[]> reader = clients.checkpointReader()) {
            TopicPartition partition = partition(reader, Topic.CHECKPOINTS, trial);
            Instant submitted = timeOf(trial.experimentId()).minus(SLACK);
            long end = reader.endOffsets(List.of(partition)).get(partition);
            long begin = firstOffset(reader, partition, submitted).orElse(end);
            Instant now = Instant.now();
            Optional<Found> newest = Optional.empty();
            for (Duration back = FIRST_LOOK; newest.isEmpty() && end > begin; back = back.multipliedBy(LONGER)) {
                Instant since = now.minus(back);
                long from = since.isAfter(submitted)
                        ? Math.clamp(firstOffset(reader, partition, since).orElse(end), begin, end)
                        : begin;
                newest = newestIn(trial, reader, partition, from, end);
                end = from;
            }
            return newest;
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("interrupted while reading checkpoints").initCause(e);
        }
    }

    private static Optional<Found> newestIn(
            TrialId trial, Consumer<String, byte[]> reader, TopicPartition partition, long from, long end) {
        Found[] newest = {null};
        read(reader, partition, from, end, message -> newest[0] = newer(trial, newest[0], message));
        return Optional.ofNullable(newest[0]);
    }

    /** The partition of a trial's key, assigned to the reader. */
    private static TopicPartition partition(Consumer<?, ?> reader, Topic topic, TrialId trial) {
        int partitions = reader.partitionsFor(topic.name()).size();
        TopicPartition partition = new TopicPartition(topic.name(), TrialPartitioner.partitionOf(trial, partitions));
        reader.assign(List.of(partition));
        return partition;
    }

    private static void read(
            Consumer<String, byte[]> reader,
            TopicPartition partition,
            long from,
            long end,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        reader.seek(partition, from);
        while (reader.position(partition) < end) {
            reader.poll(POLL).forEach(each);
        }
    }

    /** When an id was made: the first 48 bits of a UUID v7 are milliseconds; for others, the beginning of time. */
    static Instant timeOf(UUID id) {
        return id.version() == 7 ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16) : Instant.EPOCH;
    }

    private static Optional<Long> firstOffset(Consumer<?, ?> reader, TopicPartition partition, Instant since) {
        long millis = Math.max(0, since.toEpochMilli());
        return Optional.ofNullable(
                        reader.offsetsForTimes(Map.of(partition, millis)).get(partition))
                .map(OffsetAndTimestamp::offset);
    }

    /** What cannot be used is passed over: an older checkpoint costs time, and gives the same model. */
    private static Found newer(TrialId trial, Found known, ConsumerRecord<String, byte[]> message) {
        if (!CheckpointKey.fits(message.key(), trial, true)) {
            return known;
        }
        try {
            CheckpointHeaders headers = CheckpointHeaders.from(message.headers());
            if (message.value() == null || (known != null && AGE.compare(headers, known.headers()) < 0)) {
                return known;
            }
            requireOf(trial, message.value());
            return new Found(headers, Checkpoint.fromSafetensors(message.value()));
        } catch (UnreadableEventException | IllegalArgumentException e) {
            LOG.warnf("The checkpoint at offset %d cannot be used: %s", message.offset(), e.getMessage());
            return known;
        }
    }

    private static void requireOf(TrialId trial, byte[] file) throws UnreadableEventException {
        TrialId itsTrial =
                ModelMetadata.from(Safetensors.fromBytes(file).metadata()).trialId();
        if (!itsTrial.equals(trial)) {
            throw new UnreadableEventException("it is of trial " + itsTrial);
        }
    }
}
