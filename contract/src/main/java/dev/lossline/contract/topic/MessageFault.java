package dev.lossline.contract.topic;

import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.specification.violation.InvalidSpecificationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Distinguishes faults of a message from faults of the service. All log readers process messages through this class:
 * any exception that a message causes becomes a refusal, and the message a dead letter, so no message can stop a
 * reader. See docs/adr/0005-dead-letters.md.
 */
public final class MessageFault {
    private MessageFault() {}

    /** Work on one message. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws UnreadableEventException, InterruptedException;
    }

    /**
     * Does the work.
     *
     * @throws UnreadableEventException if the message is to blame, including for any other exception that the work
     *     threw because of it
     * @throws ServiceFaultException if the work threw it: the service is to blame
     * @throws KafkaException if the work threw it because the broker is unavailable, but not because it rejects a
     *     message
     */
    public static <T> T refusing(Work<T> work) throws UnreadableEventException, InterruptedException {
        try {
            return work.run();
        } catch (ServiceFaultException e) {
            throw e;
        } catch (KafkaException e) {
            if (isTooLarge(e)) {
                throw new UnreadableEventException(
                        "what follows from it is too large for the log: " + e.getMessage(), e);
            }
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new UnreadableEventException(reason(e), e);
        }
    }

    /** Whether the broker rejects a message because of its size, which retrying does not change. */
    public static boolean isTooLarge(KafkaException e) {
        return e instanceof RecordTooLargeException || e.getCause() instanceof RecordTooLargeException;
    }

    private static String reason(Throwable e) {
        return e instanceof InvalidSpecificationException
                ? "its trials cannot be made: " + e.getMessage()
                : "it makes its reader fail: " + e;
    }
}
