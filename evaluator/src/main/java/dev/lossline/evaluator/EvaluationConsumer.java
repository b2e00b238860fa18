package dev.lossline.evaluator;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Has trained models evaluated, those that wait together. */
@ApplicationScoped
class EvaluationConsumer {
    private final Evaluations evaluations;

    EvaluationConsumer(Evaluations evaluations) {
        this.evaluations = evaluations;
    }

    @Incoming("checkpoints")
    @Blocking
    void evaluate(ConsumerRecords<String, byte[]> checkpoints) throws InterruptedException {
        evaluations.evaluate(checkpoints);
    }
}
