package dev.lossline.orchestrator.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.orchestrator.OrchestratorConfig;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.progress.Recording;
import dev.lossline.orchestrator.results.ExperimentStore;
import dev.lossline.orchestrator.results.ListedExperiments;
import dev.lossline.specification.Json;
import dev.lossline.specification.violation.Violation;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;

/**
 * The newest experiments as Server-Sent Events: first all of them, then those that change. The tables are queried once
 * a second, no matter how many streams are open; reading the log would send every epoch of all users to each stream.
 */
@ApplicationScoped
public class ListStreams {
    static final int MAX_EXPERIMENTS = 200;
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    /** Summaries also depend on state that is not recorded: the notice depends on which trainers are connected. */
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    /**
     * How long a caller waits for a query started by another one. This also limits the delay when the database hangs.
     */
    private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(2);

    private final ExperimentStore experiments;
    private final Recording recording;
    private final SseStreams streams;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Look last =
            new Look(ListedExperiments.of(List.of()), null, System.nanoTime() - POLL_INTERVAL.toNanos());

    /** How much of the log was recorded at the last full query, and when that was. */
    private Map<TopicPartition, Long> recorded;

    private long lastFullLook;

    ListStreams(ExperimentStore experiments, Recording recording, Sse sse, OrchestratorConfig config) {
        this.experiments = experiments;
        this.recording = recording;
        this.streams = new SseStreams(sse, config.maxListStreams(), config.eventStreamHeartbeat());
    }

    /**
     * The result of a query.
     *
     * @param latest the result of the last successful query
     * @param problem why this query failed; null if it succeeded
     * @param nanoTime when it ended
     */
    private record Look(ListedExperiments latest, RuntimeException problem, long nanoTime) {
        long age() {
            return System.nanoTime() - nanoTime;
        }
    }

    /**
     * Opens a stream of the newest experiments.
     *
     * @param all false for a client that reads the list itself and needs only changes from now on
     * @param lastEventId the id of the last event that the client received; if nothing has changed since, it gets no
     *     event until something does; null for all
     * @throws ProblemException 503 if too many streams are open or the results cannot be read, 400 if the id is
     *     malformed
     */
    public Multi<OutboundSseEvent> open(String lastEventId, boolean all) {
        if (lastEventId != null && !lastEventId.isBlank() && !ListedExperiments.isId(lastEventId.strip())) {
            throw ProblemException.badParameter(
                    new Violation("Last-Event-ID", lastEventId, "the id of an event of this stream"));
        }
        ListedExperiments now = look();
        boolean isKnown = lastEventId != null && lastEventId.strip().equals(now.id());
        ListedExperiments known = isKnown || !all ? now : null;
        return streams.open("experiments", client -> follow(known, client));
    }

    void end(@Observes ShutdownDelayInitiatedEvent stopping) {
        streams.end();
    }

    private void follow(ListedExperiments known, SseStreams.Client client) {
        ListedExperiments told = known;
        // Changes are not queued for slow clients: they get the accumulated changes when they are ready.
        while (client.canTakeMore()) {
            ListedExperiments now = look();
            if (now.equals(told)) {
                client.beat();
            } else {
                client.send(now.id(), json(told == null ? now.all() : now.since(told)));
                told = now;
            }
            LockSupport.parkNanos(Math.max(1, POLL_INTERVAL.toNanos() - last.age()));
        }
    }

    /**
     * The newest experiments, at most a second old; the first caller after that queries for all callers.
     *
     * @throws ProblemException 503 if the tables cannot be read in time
     */
    private ListedExperiments look() {
        if (last.age() >= POLL_INTERVAL.toNanos()) {
            lockOrGiveUp();
            try {
                if (last.age() >= POLL_INTERVAL.toNanos()) {
                    last = next();
                }
            } finally {
                looking.unlock();
            }
        }
        Look now = last;
        if (now.problem() != null) {
            throw now.problem();
        }
        return now.latest();
    }

    private void lockOrGiveUp() {
        try {
            if (looking.tryLock(WAIT_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ProblemException.unavailable(
                "The results cannot be read at the moment: the database is not responding. Try again later.", null);
    }

    private Look next() {
        ListedExperiments latest = last.latest();
        try {
            // Read before the rows: what is recorded in between is then queried again.
            Map<TopicPartition, Long> now = recording.recorded();
            if (!now.equals(recorded) || System.nanoTime() - lastFullLook >= MAX_AGE.toNanos()) {
                recorded = null;
                latest = latest.then(experiments.newest(MAX_EXPERIMENTS));
                recorded = now;
                lastFullLook = System.nanoTime();
            }
            return new Look(latest, null, System.nanoTime());
        } catch (RuntimeException e) {
            return new Look(latest, e, System.nanoTime());
        }
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
