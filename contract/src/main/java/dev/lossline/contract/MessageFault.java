package dev.lossline.contract;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Tells what a message is to blame for from what its service is. Everything that reads the log works on messages in here,
 * so that none stops for a message: whatever the message makes it throw is a refusal, and the message can become a dead
 * letter. See docs/adr/0005-dead-letters.md.
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
     * @throws UnreadableEventException if the message is to blame, also where the work threw anything else because of it
     * @throws ServiceFaultException if the work threw it: the service is to blame
     * @throws KafkaException if the work threw it: the broker is away; not if it refuses what follows from the message
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

    /** Whether the broker refuses a message for its size, which trying again does not change. */
    public static boolean isTooLarge(KafkaException e) {
        return e instanceof RecordTooLargeException || e.getCause() instanceof RecordTooLargeException;
    }

    private static String reason(Throwable e) {
        return e instanceof InvalidSpecificationException
                ? "its trials cannot be made: " + e.getMessage()
                : "it makes its reader fail: " + e;
    }
}
