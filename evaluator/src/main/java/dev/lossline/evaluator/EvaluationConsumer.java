package dev.lossline.evaluator;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Has each trained model evaluated, one after the other. */
@ApplicationScoped
class EvaluationConsumer {
    private final Evaluations evaluations;

    EvaluationConsumer(Evaluations evaluations) {
        this.evaluations = evaluations;
    }

    @Incoming("checkpoints")
    @Blocking
    void evaluate(ConsumerRecord<String, byte[]> checkpoint) throws InterruptedException {
        evaluations.evaluate(checkpoint);
    }
}
