package dev.lossline.evaluator.deadletters;

import dev.lossline.contract.topic.DeadLetter;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.LogFields;
import dev.lossline.contract.topic.ServiceMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Publishes messages that cannot be processed, so they are neither lost nor block the messages after them. */
@Startup
@ApplicationScoped
public class DeadLetters {
    /** The service that records all events. */
    static final String RECORDER = "recorder";
    /** The service that scores trained models. */
    public static final String EVALUATOR = "evaluator";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final Comparator<UnrecordableMessage> LOG_ORDER =
            Comparator.comparingLong(refusal -> refusal.message().offset());

    private final EventPublisher publisher;
    private final DeadLetterPositions written;
    private final Counter sent;

    DeadLetters(EventPublisher publisher, DeadLetterPositions written, MeterRegistry meters) {
        this.publisher = publisher;
        this.written = written;
        this.sent = ServiceMetrics.deadLetters(meters);
    }

    /**
     * Sends the recorder's letters for a batch; returns after the broker has acknowledged each. Letters that exist from
     * an earlier reading of the log are skipped.
     */
    public void sendOnce(List<UnrecordableMessage> refusals) throws InterruptedException {
        // In log order, the newest letter of a partition proves that all earlier ones exist.
        for (UnrecordableMessage refusal : refusals.stream().sorted(LOG_ORDER).toList()) {
            if (written.contains(refusal)) {
                LOG.debugf(
                        "Already a dead letter: %s@%d",
                        refusal.partition(), refusal.message().offset());
            } else {
                send(refusal.message(), RECORDER, refusal.reason());
                written.add(refusal);
            }
        }
    }

    /** Sends the dead letter of a model that cannot be scored; returns after the broker has acknowledged it. */
    public void send(ConsumerRecord<String, byte[]> message, String service, String reason)
            throws InterruptedException {
        try (LogFields ignored = LogFields.ofKey(message.key())) {
            publisher.send(List.of(DeadLetter.of(message, service, reason)));
            sent.increment();
            LOG.warnf("Dead letter: %s-%d@%d: %.300s", message.topic(), message.partition(), message.offset(), reason);
        }
    }
}
