package dev.lossline.evaluator;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hands trained models, and requests to evaluate some again, to be evaluated together. */
@ApplicationScoped
class EvaluationConsumer {
    private final Evaluations evaluations;

    EvaluationConsumer(Evaluations evaluations) {
        this.evaluations = evaluations;
    }

    @Incoming("checkpoints")
    @Blocking
    void evaluate(ConsumerRecords<String, byte[]> messages) throws InterruptedException {
        evaluations.evaluate(messages);
    }
}
