package dev.lossline.orchestrator.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SequenceWriter;
import dev.lossline.contract.api.CurvesRepresentation.Curve;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.orchestrator.OrchestratorConfig;
import dev.lossline.orchestrator.admission.Admission;
import dev.lossline.orchestrator.kafka.StreamPosition;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.results.TrialStore;
import dev.lossline.orchestrator.results.TrialStore.StoredModel;
import dev.lossline.orchestrator.streams.CurveStore;
import dev.lossline.specification.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Responses that are too large to hold many of them in memory: models, and lists of thousands of trials. They are
 * streamed in pieces, and their number is limited; each holds a thread until its client has read it.
 */
@ApplicationScoped
class LargeAnswers {
    private static final Logger LOG = Logger.getLogger(LargeAnswers.class);

    /** Longer lists of trials are streamed in pages of this size. */
    static final int PAGE = 500;

    /** The number of curves that are read at a time. */
    private static final int CURVES = 50;

    /** Larger models are streamed in pieces of this size. */
    static final int CHUNK_SIZE = 1 << 20;

    /** The share of {@code quarkus.datasource.jdbc.max-size} that large responses may use. */
    private static final int READERS = 3;

    private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(30);

    private static final String TOO_MANY_DOWNLOADS = "Too many large responses are being sent. Try again later.";

    private final TrialStore trials;
    private final CurveStore curves;
    private final Semaphore places;
    private final Semaphore readers = new Semaphore(READERS, true);

    LargeAnswers(TrialStore trials, CurveStore curves, OrchestratorConfig config) {
        this.trials = trials;
        this.curves = curves;
        this.places = new Semaphore(config.maxLargeAnswers());
    }

    /**
     * The trials of an experiment: a list, or a response that is streamed in pages if there are many.
     *
     * @throws ProblemException 503 if too many large responses are being sent
     */
    Object trials(UUID experiment, int after, int limit, RoutingContext call) {
        List<TrialRepresentation> first = trials.of(experiment, after, Math.min(limit, PAGE));
        if (first.size() < PAGE || limit <= PAGE) {
            return first;
        }
        takePlace(call);
        return whole(call, output -> {
            // Closed only at the end of the list, so a truncated response is not valid JSON.
            SequenceWriter writer = Json.MAPPER
                    .writerFor(TrialRepresentation.class)
                    .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .writeValuesAsArray(output);
            List<TrialRepresentation> page = first;
            for (int left = limit - PAGE; ; left -= PAGE) {
                writer.writeAll(page);
                if (left <= 0 || page.size() < PAGE) {
                    break;
                }
                int last = page.getLast().id().number();
                int size = Math.min(left, PAGE);
                page = read(() -> trials.of(experiment, last, size));
            }
            writer.close();
        });
    }

    /**
     * The curves of an experiment's trials, as a {@code CurvesRepresentation}.
     *
     * @param points the maximum number of epochs per trial; fewer if that would exceed
     *     {@link CurveStore#MAX_TOTAL_POINTS}
     * @throws ProblemException 503 if too many large responses are being sent
     */
    StreamingOutput curves(UUID experiment, int after, int limit, int points, RoutingContext call) {
        takePlace(call);
        // Read before the rows: an event in between then appears in both instead of in neither.
        StreamPosition position = curves.position();
        int trials = curves.trials(experiment, after, limit);
        int most = Math.min(points, Math.max(2, CurveStore.MAX_TOTAL_POINTS / Math.max(1, trials)));
        List<Curve> first = curves.of(experiment, after, Math.min(limit, CURVES), most);
        return whole(call, output -> {
            JsonGenerator json = Json.MAPPER.createGenerator(output).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("lastEventId", position.toString());
            json.writeArrayFieldStart("trials");
            List<Curve> page = first;
            for (int left = limit - CURVES; ; left -= CURVES) {
                for (Curve curve : page) {
                    json.writePOJO(curve);
                }
                if (left <= 0 || page.size() < CURVES) {
                    break;
                }
                int last = page.getLast().number();
                int size = Math.min(left, CURVES);
                page = read(() -> curves.of(experiment, last, size, most));
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
        });
    }

    /**
     * The bytes of a model.
     *
     * @throws ProblemException 503 if too many large responses are being sent, 404 if the model was replaced
     */
    StreamingOutput model(StoredModel model, RoutingContext call) {
        byte[] first = trials.piece(model, 0, CHUNK_SIZE)
                .orElseThrow(() -> ProblemException.notFound("model any more of trial", model.trial()));
        if (model.bytes() <= CHUNK_SIZE) {
            return output -> output.write(first);
        }
        takePlace(call);
        return whole(call, output -> {
            output.write(first);
            for (long from = CHUNK_SIZE; from < model.bytes(); from += CHUNK_SIZE) {
                long begin = from;
                output.write(read(() -> trials.piece(model, begin, CHUNK_SIZE))
                        .orElseThrow(() -> new IOException("the model of " + model.trial() + " was replaced")));
            }
        });
    }

    /**
     * Runs a query for a response that is being sent. Only a few run at a time, which leaves connections for short
     * calls.
     */
    private <T> T read(Supplier<T> query) {
        boolean taken = false;
        try {
            taken = readers.tryAcquire(WAIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!taken) {
            throw ProblemException.busy(TOO_MANY_DOWNLOADS);
        }
        try {
            return query.get();
        } finally {
            readers.release();
        }
    }

    /**
     * Aborts the connection on failure: bytes already sent cannot be replaced by a problem document. The first page is
     * read earlier; from then on, the call counts as a large response and no longer as a reading call.
     */
    private static StreamingOutput whole(RoutingContext call, StreamingOutput answer) {
        return output -> {
            Admission.leave(call);
            try {
                answer.write(output);
            } catch (IOException | ProblemException e) {
                LOG.infof("The response to %s was aborted: %s", call.request().path(), e.getMessage());
                call.request().connection().close();
            }
        };
    }

    private void takePlace(RoutingContext call) {
        if (!places.tryAcquire()) {
            throw ProblemException.busy(TOO_MANY_DOWNLOADS);
        }
        call.addEndHandler(ended -> places.release());
    }
}
