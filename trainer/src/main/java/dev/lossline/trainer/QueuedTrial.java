package dev.lossline.trainer;

import dev.lossline.contract.Device;
import dev.lossline.contract.EventMessage;
import dev.lossline.contract.ExperimentControl.Paused;
import dev.lossline.contract.ExperimentControl.Running;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.TrialSpecification;
import dev.lossline.contract.UnreadableEventException;
import java.time.Instant;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A trial as it came from the queue.
 *
 * @param attempt from 1: the attempts known when the trial was requested, plus the deliveries since
 * @param generation how often its experiment had been resumed when it was requested; empty if an older version
 *     requested it
 */
record QueuedTrial(
        TrialId id, int attempt, Instant requestedAt, OptionalInt generation, TrialSpecification specification) {

    /**
     * Reads a message of the queue.
     *
     * @param device the device whose queue it is
     * @throws UnreadableEventException if it is not a request for a trial on that device
     */
    static QueuedTrial from(ConsumerRecord<String, byte[]> message, Device device) throws UnreadableEventException {
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

    /** The same trial as that attempt. */
    QueuedTrial as(int otherAttempt) {
        return new QueuedTrial(id, otherAttempt, requestedAt, generation, specification);
    }

    /** Whether it was requested after a resume that ended that pause. */
    boolean isRequestedAfter(Paused paused) {
        return generation.isPresent() && generation.getAsInt() > paused.generation();
    }

    /** Whether it was requested before the newest resume; older versions have only their clocks to tell. */
    boolean isRequestedBefore(Running running) {
        return generation.isPresent()
                ? generation.getAsInt() < running.generation()
                : running.resumedAt() != null && requestedAt.isBefore(running.resumedAt());
    }

    /** For logs: what is trained, in a few words. */
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
