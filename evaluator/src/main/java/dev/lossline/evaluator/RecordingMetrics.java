package dev.lossline.evaluator;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How the recording keeps up. */
@ApplicationScoped
class RecordingMetrics {
    private final DistributionSummary batchSize;
    private final Timer delay;

    RecordingMetrics(MeterRegistry meters) {
        this.batchSize = DistributionSummary.builder("lossline.recording.batch.size")
                .description("Events and models recorded in one transaction")
                .register(meters);
        this.delay = Timer.builder("lossline.recording.delay")
                .description("From an event to its row: the newest event of each batch")
                .register(meters);
    }

    void recorded(int entries) {
        batchSize.record(entries);
    }

    void delay(Duration delay) {
        // Clocks of two machines may differ.
        this.delay.record(delay.isNegative() ? Duration.ZERO : delay);
    }
}
