package dev.lossline.orchestrator;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.Json;
import dev.lossline.contract.Violation;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest experiments as Server-Sent Events: all of them, and then those that change. However many streams are open,
 * the tables are asked once a second; the log would tell each stream every epoch of everybody.
 */
@ApplicationScoped
class ListStreams {
    static final int MOST = 200;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final ExperimentStore experiments;
    private final SseStreams streams;
    private final ReentrantLock looking = new ReentrantLock();
    private ListedExperiments latest = ListedExperiments.of(List.of());
    private ProblemException problem;
    private long looked = System.nanoTime() - BETWEEN_LOOKS.toNanos();

    ListStreams(ExperimentStore experiments, Sse sse, OrchestratorConfig config) {
        this.experiments = experiments;
        this.streams = new SseStreams(sse, config.maxListStreams(), config.eventStreamHeartbeat());
    }

    /**
     * A stream of the newest experiments.
     *
     * @param lastEventId id of the last event that the client has, who is told nothing until something changes where it
     *     still holds; null for all
     * @throws ProblemException 503 where too many streams are open or the results cannot be read, 400 where the id is
     *     none of ours
     */
    Multi<OutboundSseEvent> open(String lastEventId) {
        if (lastEventId != null && !lastEventId.isBlank() && !ListedExperiments.isId(lastEventId.strip())) {
            throw ProblemException.badParameter(
                    new Violation("Last-Event-ID", lastEventId, "the id of an event of this stream"));
        }
        ListedExperiments now = look();
        ListedExperiments known = lastEventId != null && lastEventId.strip().equals(now.id()) ? now : null;
        return streams.open("experiments", client -> follow(known, client));
    }

    void end(@Observes ShutdownDelayInitiatedEvent stopping) {
        streams.end();
    }

    private void follow(ListedExperiments known, SseStreams.Client client) {
        ListedExperiments told = known;
        // What a client does not read in time is not kept for it: it gets what has changed by then.
        while (client.canTakeMore()) {
            ListedExperiments now = look();
            if (now.equals(told)) {
                client.beat();
            } else {
                client.send(now.id(), json(told == null ? now.all() : now.since(told)));
                told = now;
            }
            LockSupport.parkNanos(Math.max(1, BETWEEN_LOOKS.toNanos() - age()));
        }
    }

    /** The newest experiments as of the last second; whoever asks first afterwards looks for all. */
    private ListedExperiments look() {
        looking.lock();
        try {
            if (age() >= BETWEEN_LOOKS.toNanos()) {
                refresh();
            }
            if (problem != null) {
                throw problem;
            }
            return latest;
        } finally {
            looking.unlock();
        }
    }

    private void refresh() {
        try {
            latest = latest.then(experiments.newest(MOST));
            problem = null;
        } catch (ProblemException e) {
            problem = e;
        } finally {
            looked = System.nanoTime();
        }
    }

    private long age() {
        looking.lock();
        try {
            return System.nanoTime() - looked;
        } finally {
            looking.unlock();
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
