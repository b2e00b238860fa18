package dev.lossline.evaluator.evaluation;

import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.UnreadableEventException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Metrics of evaluations. */
@Startup
@ApplicationScoped
class EvaluationMetrics {
    /** Timer: scoring a trained model on the test split. */
    static final String DURATION = "lossline.evaluation.duration";
    /** Counter: models that could not be evaluated. */
    static final String FAILED = "lossline.evaluations.failed";

    private final Timer time;
    private final Counter failed;

    EvaluationMetrics(MeterRegistry meters) {
        this.time = Timer.builder(DURATION)
                .description("Time to evaluate a trained model on the test split")
                .register(meters);
        this.failed = Counter.builder(FAILED)
                .description("Models that could not be evaluated")
                .register(meters);
    }

    /** An evaluation. */
    @FunctionalInterface
    interface Work {
        TrialEvent run() throws UnreadableEventException, InterruptedException;
    }

    TrialEvent timed(Work work) throws UnreadableEventException, InterruptedException {
        Timer.Sample sample = Timer.start();
        try {
            return work.run();
        } finally {
            sample.stop(time);
        }
    }

    void failed() {
        failed.increment();
    }
}
