package dev.lossline.trainer.trial;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.TrialId;
import dev.lossline.trainer.checkpoint.SplitFile;
import dev.lossline.trainer.checkpoint.TrialHistory;
import dev.lossline.trainer.config.TrainerMetrics;
import dev.lossline.trainer.kafka.Publisher;
import dev.lossline.trainer.kafka.PublishingException;
import dev.lossline.training.Checkpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Publishes the results of an attempt in an order that other attempts can rely on: if a checkpoint is on the log, the
 * events of its epochs are too; if {@code TrialCompleted} is, the model is too. Confined to the training thread.
 */
final class TrialPublication {
    private static final Logger LOG = Logger.getLogger(TrialPublication.class);

    private final Publisher publisher;
    private final TrialHistory history;
    private final TrainerMetrics metrics;
    private final ModelMetadata metadata;
    private CompletableFuture<Void> events = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> checkpoint = CompletableFuture.completedFuture(null);
    private boolean mayHaveCheckpoints;

    /** The epoch of the newest acknowledged checkpoint, and the generation of the next split one. */
    private volatile int keptEpoch;

    private volatile int generation;

    TrialPublication(Publisher publisher, TrialHistory history, TrainerMetrics metrics, ModelMetadata metadata) {
        this.publisher = publisher;
        this.history = history;
        this.metrics = metrics;
        this.metadata = metadata;
        this.mayHaveCheckpoints = metadata.attempt() > 1;
    }

    /** Protects an existing checkpoint: the next one must not overwrite it before it is complete itself. */
    void spare(TrialHistory.Found newest) {
        newest.parts().ifPresent(parts -> generation = 1 - parts.generation());
    }

    /** Publishes an event; waits only if the buffer is full. */
    void event(TrialEvent event) throws InterruptedException {
        CompletableFuture<Void> next =
                publisher.publish(new ProducerRecord<>(Topic.TRAINING.name(), event.key(), EventJson.write(event)));
        events = events.thenCombine(next, (before, now) -> null);
    }

    /**
     * Whether the broker has acknowledged the last published checkpoint; until then, another one would only queue up.
     */
    boolean checkpointArrived() {
        return checkpoint.isDone();
    }

    /** Publishes a checkpoint from which another attempt can continue, after the events before it. Does not wait. */
    void checkpoint(Checkpoint state) {
        long taken = System.nanoTime();
        SplitFile file = file(state);
        int written = generation;
        CompletableFuture<Void> arrived = events;
        for (PartMessage message : messages(file, state.epoch(), written)) {
            arrived = arrived.thenCompose(before -> publisher.publishIfRoom(message.read()));
        }
        checkpoint = arrived.thenRun(() -> kept(state.epoch(), file, written, taken))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warnf(
                                "The checkpoint of trial %s after epoch %d was not written: %s",
                                metadata.trialId(), state.epoch(), failure.getMessage());
                    }
                });
    }

    /**
     * Publishes a checkpoint unless the broker has it already, and waits until it and the events before it are
     * acknowledged.
     *
     * @throws PublishingException if the broker will never accept one of them
     */
    void keep(Checkpoint state) throws InterruptedException {
        awaitEvents();
        awaitCheckpoint();
        if (keptEpoch == state.epoch()) {
            return;
        }
        long taken = System.nanoTime();
        SplitFile file = file(state);
        int written = generation;
        for (PartMessage message : messages(file, state.epoch(), written)) {
            await(publisher.publish(message.read()));
        }
        kept(state.epoch(), file, written, taken);
    }

    /**
     * Leaves a checkpoint for the attempt that now has the trial, unless a newer one or the model exists: compaction
     * keeps only the last checkpoint.
     */
    void handOver(Checkpoint state) throws InterruptedException {
        awaitEvents();
        awaitCheckpoint();
        Optional<TrialHistory.Found> newest = history.newestCheckpoint(metadata.trialId(), metadata.specification());
        newest.ifPresent(this::spare);
        if (newest.isEmpty()
                || (!newest.get().headers().isFinal() && newest.get().headers().epoch() < state.epoch())) {
            keep(state);
        }
    }

    /**
     * Publishes the trained model, waits until it and everything before it are acknowledged, and then deletes the
     * trial's checkpoints.
     *
     * @throws PublishingException if the broker will never accept one of them
     */
    void model(Checkpoint state) throws InterruptedException {
        long taken = System.nanoTime();
        byte[] file = state.modelSafetensors(metadata.toMap());
        awaitEvents();
        awaitCheckpoint();
        await(publisher.publish(
                message(CheckpointKey.ofModel(metadata.trialId()), file, headers(state.epoch(), true))));
        metrics.checkpointPublished(file.length, since(taken));
        if (mayHaveCheckpoints) {
            dropCheckpoints(state);
        }
    }

    /**
     * Waits until the broker has acknowledged all events.
     *
     * @throws PublishingException if it will never accept one of them
     */
    void awaitEvents() throws InterruptedException {
        await(events);
    }

    /** Waits until the pending checkpoint is acknowledged or has failed. */
    private void awaitCheckpoint() throws InterruptedException {
        try {
            await(checkpoint);
        } catch (PublishingException e) {
            checkpoint = CompletableFuture.completedFuture(null);
        }
    }

    private SplitFile file(Checkpoint state) {
        mayHaveCheckpoints = true;
        return new SplitFile(state.safetensors(metadata.toMap()));
    }

    /** A message whose bytes are copied only when it is sent. */
    private interface PartMessage {
        ProducerRecord<String, byte[]> read();
    }

    private List<PartMessage> messages(SplitFile file, int epoch, int written) {
        TrialId trial = metadata.trialId();
        List<Header> headers = headers(epoch, false);
        if (file.count() == 1) {
            return List.of(() -> message(CheckpointKey.ofCheckpoints(trial), file.part(1), headers));
        }
        String sha256 = file.sha256();
        List<PartMessage> messages = new ArrayList<>();
        for (int i = 1; i <= file.count(); i++) {
            int number = i;
            List<Header> all = new ArrayList<>(headers);
            all.addAll(new CheckpointPart(written, number, file.count(), sha256).toHeaders());
            messages.add(
                    () -> message(new CheckpointKey.Part(trial, written, number).toString(), file.part(number), all));
        }
        return messages;
    }

    private void kept(int epoch, SplitFile file, int written, long taken) {
        keptEpoch = epoch;
        if (file.count() > 1) {
            generation = 1 - written;
        }
        metrics.checkpointPublished(file.bytes(), since(taken));
    }

    /** Writes tombstones for all possible checkpoint keys of this trial. A lost tombstone only costs disk space. */
    private void dropCheckpoints(Checkpoint state) {
        TrialId trial = metadata.trialId();
        List<String> keys = new ArrayList<>(List.of(CheckpointKey.ofCheckpoints(trial)));
        int parts = file(state).count();
        for (int number = 1; parts > 1 && number <= parts; number++) {
            keys.add(new CheckpointKey.Part(trial, 0, number).toString());
            keys.add(new CheckpointKey.Part(trial, 1, number).toString());
        }
        for (String key : keys) {
            var unused = publisher.publishIfRoom(message(key, null, headers(state.epoch(), false)));
        }
    }

    private List<Header> headers(int epoch, boolean isFinal) {
        return new CheckpointHeaders(epoch, metadata.attempt(), isFinal).toHeaders();
    }

    private static ProducerRecord<String, byte[]> message(String key, byte[] value, List<Header> headers) {
        return new ProducerRecord<>(Topic.CHECKPOINTS.name(), null, key, value, headers);
    }

    private static void await(CompletableFuture<Void> published) throws InterruptedException {
        try {
            published.get();
        } catch (ExecutionException e) {
            throw new PublishingException(e.getCause());
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
