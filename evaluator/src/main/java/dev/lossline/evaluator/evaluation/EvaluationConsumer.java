package dev.lossline.evaluator.evaluation;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Passes batches of trained models and of requests to evaluate models again to {@link Evaluations}. */
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
