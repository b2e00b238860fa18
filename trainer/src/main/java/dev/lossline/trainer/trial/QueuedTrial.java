package dev.lossline.trainer.trial;

import dev.lossline.contract.event.ExperimentControl.Paused;
import dev.lossline.contract.event.ExperimentControl.Running;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import java.time.Instant;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A trial request from the queue.
 *
 * @param attempt the number of the attempt, from 1: the attempts known at the time of the request, plus the deliveries
 *     since
 * @param generation how often the experiment had been resumed at the time of the request; empty in requests of older
 *     versions
 */
public record QueuedTrial(
        TrialId id, int attempt, Instant requestedAt, OptionalInt generation, TrialSpecification specification) {

    /**
     * Reads a message of the queue.
     *
     * @param device the device of the queue
     * @throws UnreadableEventException if it is not a request for a trial on that device
     */
    public static QueuedTrial from(ConsumerRecord<String, byte[]> message, Device device)
            throws UnreadableEventException {
        TrialRequested request = EventMessage.read(message, TrialRequested.class);
        if (request.trial().device() != device) {
            throw new UnreadableEventException(
                    "trial.device is " + request.trial().device().id() + " at a trainer of " + device.id());
        }
        int deliveries = message.deliveryCount().orElse((short) 1);
        return new QueuedTrial(
                request.trialId(),
                request.attempt() - 1 + deliveries,
                request.occurredAt(),
                request.generation() == null ? OptionalInt.empty() : OptionalInt.of(request.generation()),
                request.trial());
    }

    /** The same trial with another attempt number. */
    public QueuedTrial as(int otherAttempt) {
        return new QueuedTrial(id, otherAttempt, requestedAt, generation, specification);
    }

    /** Whether it was requested after a resume that ended that pause. */
    boolean isRequestedAfter(Paused paused) {
        return generation.isPresent() && generation.getAsInt() > paused.generation();
    }

    /** Whether it was requested before the newest resume. For requests of older versions, only timestamps can tell. */
    boolean isRequestedBefore(Running running) {
        return generation.isPresent()
                ? generation.getAsInt() < running.generation()
                : running.resumedAt() != null && requestedAt.isBefore(running.resumedAt());
    }

    /** A short summary of the training for logs. */
    String summary() {
        return "%s, hidden %s, %s, learning rate %s, seed %d"
                .formatted(
                        specification.dataset().id(),
                        specification.model().hidden(),
                        specification.training().optimizer().getClass().getSimpleName(),
                        specification.training().optimizer().learningRate(),
                        specification.seed());
    }
}
