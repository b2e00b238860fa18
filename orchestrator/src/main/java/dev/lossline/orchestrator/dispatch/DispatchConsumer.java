package dev.lossline.orchestrator.dispatch;

import dev.lossline.contract.topic.LogFields;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Passes experiment events to the dispatcher, one at a time. */
@ApplicationScoped
class DispatchConsumer {
    private final Dispatcher dispatcher;

    DispatchConsumer(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Incoming("experiments")
    @Blocking
    void dispatch(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        try (LogFields ignored = LogFields.ofKey(message.key())) {
            dispatcher.dispatch(message);
        }
    }
}
