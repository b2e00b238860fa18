package dev.lossline.trainer;

import dev.lossline.contract.Device;
import dev.lossline.contract.EventMessage;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.TrialSpecification;
import dev.lossline.contract.UnreadableEventException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A trial as it came from the queue.
 *
 * @param attempt from 1: the attempts known of when the trial was requested, and the deliveries since
 * @param requestedAt when it was requested; a request from before its experiment was resumed counts no longer
 */
record QueuedTrial(TrialId id, int attempt, Instant requestedAt, TrialSpecification specification) {

    /**
     * Reads a message of the queue.
     *
     * @param device the device whose queue it is
     * @throws UnreadableEventException where it is no request for a trial on that device
     */
    static QueuedTrial from(ConsumerRecord<String, byte[]> message, Device device) throws UnreadableEventException {
        TrialRequested request = EventMessage.read(message, TrialRequested.class);
        if (request.trial().device() != device) {
            throw new UnreadableEventException(
                    "trial.device is " + request.trial().device().id() + " at a trainer of " + device.id());
        }
        int deliveries = message.deliveryCount().orElse((short) 1);
        return new QueuedTrial(
                request.trialId(), request.attempt() - 1 + deliveries, request.occurredAt(), request.trial());
    }

    /** The same trial as that attempt. */
    QueuedTrial as(int otherAttempt) {
        return new QueuedTrial(id, otherAttempt, requestedAt, specification);
    }

    /** The same trial as if it had been requested then, where that is later. */
    QueuedTrial countingFrom(Instant since) {
        return since.isAfter(requestedAt) ? new QueuedTrial(id, attempt, since, specification) : this;
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
