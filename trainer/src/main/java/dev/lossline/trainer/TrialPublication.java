package dev.lossline.trainer;

import dev.lossline.contract.CheckpointHeaders;
import dev.lossline.contract.CheckpointKey;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.ModelMetadata;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent;
import dev.lossline.contract.TrialId;
import dev.lossline.training.Checkpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What one attempt at a trial publishes, in an order that another attempt can rely on: where a checkpoint is, the events
 * of its epochs are; where {@code TrialCompleted} is, the model is. Belongs to the thread that trains.
 */
final class TrialPublication {
    private final Publisher publisher;
    private final TrialHistory history;
    private final TrainerMetrics metrics;
    private final ModelMetadata metadata;
    private CompletableFuture<Void> events = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> checkpoint = CompletableFuture.completedFuture(null);
    private boolean mayHaveCheckpoints;

    TrialPublication(Publisher publisher, TrialHistory history, TrainerMetrics metrics, ModelMetadata metadata) {
        this.publisher = publisher;
        this.history = history;
        this.metrics = metrics;
        this.metadata = metadata;
        this.mayHaveCheckpoints = metadata.attempt() > 1;
    }

    /** Publishes an event, and waits only where the buffer is full. */
    void event(TrialEvent event) throws InterruptedException {
        CompletableFuture<Void> next =
                publisher.publish(new ProducerRecord<>(Topic.TRAINING.name(), event.key(), EventJson.write(event)));
        events = events.thenCombine(next, (before, now) -> null);
    }

    /** Whether the broker has the checkpoint that was published last: while it has not, another would only pile up. */
    boolean checkpointArrived() {
        return checkpoint.isDone();
    }

    /** Publishes a checkpoint from which another attempt can go on, once the events before it have arrived. */
    void checkpoint(Checkpoint state) {
        long taken = System.nanoTime();
        byte[] file = state.toSafetensors(metadata.toMap());
        mayHaveCheckpoints = true;
        checkpoint = events.thenCompose(arrived -> publisher.publishIfRoom(message(file, state.epoch(), false)))
                .thenRun(() -> metrics.checkpointPublished(file.length, since(taken)));
    }

    /**
     * Publishes a checkpoint for the attempt that has the trial now, and waits until it has arrived. Not where there is
     * a newer one or the model: only the last checkpoint of a trial is kept for ever.
     */
    void handOver(Checkpoint state) throws InterruptedException {
        awaitEvents();
        awaitCheckpoint();
        Optional<CheckpointHeaders> newest =
                history.newestCheckpoint(metadata.trialId()).map(TrialHistory.Found::headers);
        if (newest.isEmpty() || (!newest.get().isFinal() && newest.get().epoch() < state.epoch())) {
            checkpoint(state);
            awaitCheckpoint();
        }
    }

    /**
     * Publishes the trained model, and waits until it and all before it have arrived. Then nobody needs the trial's
     * checkpoints any more.
     *
     * @throws PublishingException where the broker will never take one of them
     */
    void model(Checkpoint state) throws InterruptedException {
        long taken = System.nanoTime();
        byte[] file = state.modelSafetensors(metadata.toMap());
        awaitEvents();
        awaitCheckpoint();
        await(publisher.publish(message(file, state.epoch(), true)));
        metrics.checkpointPublished(file.length, since(taken));
        if (mayHaveCheckpoints) {
            var unused = publisher.publishIfRoom(message(null, state.epoch(), false));
        }
    }

    /**
     * Waits until the broker has all events.
     *
     * @throws PublishingException where it will never take one of them
     */
    void awaitEvents() throws InterruptedException {
        await(events);
    }

    /** Waits until the broker has the last checkpoint or will never have it: training can do without. */
    void awaitCheckpoint() throws InterruptedException {
        try {
            await(checkpoint);
        } catch (PublishingException e) {
            checkpoint = CompletableFuture.completedFuture(null);
        }
    }

    private ProducerRecord<String, byte[]> message(byte[] file, int epoch, boolean isFinal) {
        TrialId trial = metadata.trialId();
        return new ProducerRecord<>(
                Topic.CHECKPOINTS.name(),
                null,
                isFinal ? CheckpointKey.ofModel(trial) : CheckpointKey.ofCheckpoints(trial),
                file,
                new CheckpointHeaders(epoch, metadata.attempt(), isFinal).toHeaders());
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
