package dev.lossline.evaluator.recording;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Metrics of the recorder. */
@Startup
@ApplicationScoped
class RecordingMetrics {
    /** Summary: events and models recorded in one transaction. */
    static final String BATCH_SIZE = "lossline.recording.batch.size";
    /** Timer: from the time of an event to its commit. */
    static final String DELAY = "lossline.recording.delay";

    private final DistributionSummary batchSize;
    private final Timer delay;

    RecordingMetrics(MeterRegistry meters) {
        this.batchSize = DistributionSummary.builder(BATCH_SIZE)
                .description("Events and models recorded in one transaction")
                .register(meters);
        this.delay = Timer.builder(DELAY)
                .publishPercentiles(0.5, 0.99)
                .description("Delay from an event to its row")
                .register(meters);
    }

    void recorded(int entries) {
        batchSize.record(entries);
    }

    void delay(Duration delay) {
        // Clocks of different machines may disagree.
        this.delay.record(delay.isNegative() ? Duration.ZERO : delay);
    }
}
