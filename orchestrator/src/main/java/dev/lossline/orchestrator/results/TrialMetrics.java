package dev.lossline.orchestrator.results;

import dev.lossline.contract.event.State;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.specification.Device;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The number of trials by state and device according to the tables, updated every ten seconds. */
@ApplicationScoped
class TrialMetrics {
    /**
     * Gauge: trials by state and device; NaN while the tables cannot be read. Every orchestrator reports the same
     * values.
     */
    static final String TRIALS = "lossline.trials";

    private static final Logger LOG = Logger.getLogger(TrialMetrics.class);

    private final Queries queries;
    private volatile Function<Kind, Number> counts = kind -> Double.NaN;

    private record Kind(State state, Device device) {}

    private record Row(Kind kind, long count) {}

    TrialMetrics(Queries queries, MeterRegistry meters) {
        this.queries = queries;
        for (Device device : Device.values()) {
            for (State state : State.values()) {
                Kind kind = new Kind(state, device);
                Gauge.builder(TRIALS, () -> counts.apply(kind))
                        .description("Trials by state and device")
                        .tag("state", state.id())
                        .tag("device", device.id())
                        .register(meters);
            }
        }
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        try {
            Map<Kind, Long> counted = queries
                    .list(
                            """
                            select state, device, count(*) from trial
                            where device is not null group by state, device""",
                            row -> new Row(
                                    new Kind(State.of(row.getString("state")), Device.of(row.getString("device"))),
                                    row.getLong("count")))
                    .stream()
                    .collect(Collectors.toMap(Row::kind, Row::count));
            counts = kind -> counted.getOrDefault(kind, 0L);
        } catch (ProblemException e) {
            counts = kind -> Double.NaN;
            LOG.debugf("Trials cannot be counted: %s", e.getMessage());
        }
    }
}
