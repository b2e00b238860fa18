package dev.lossline.orchestrator;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hands what users asked for to the dispatcher, one after the other. */
@ApplicationScoped
class DispatchConsumer {
    private final Dispatcher dispatcher;

    DispatchConsumer(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Incoming("experiments")
    @Blocking
    void dispatch(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        dispatcher.dispatch(message);
    }
}
