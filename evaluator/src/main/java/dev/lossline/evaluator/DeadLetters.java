package dev.lossline.evaluator;

import dev.lossline.contract.DeadLetter;
import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.ServiceMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Where messages go that cannot be used; none is thrown away, none holds up the next. */
@Startup
@ApplicationScoped
class DeadLetters {
    private static final String SERVICE = "evaluator";
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final EventPublisher publisher;
    private final Counter sent;

    DeadLetters(EventPublisher publisher, MeterRegistry meters) {
        this.publisher = publisher;
        this.sent = ServiceMetrics.deadLetters(meters);
    }

    /** Returns once the broker has the dead letter. */
    void send(ConsumerRecord<String, byte[]> message, String reason) throws InterruptedException {
        publisher.send(List.of(DeadLetter.of(message, SERVICE, reason)));
        sent.increment();
        LOG.warnf("Dead letter: %s-%d@%d: %s", message.topic(), message.partition(), message.offset(), reason);
    }
}
