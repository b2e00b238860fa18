package dev.lossline.orchestrator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SequenceWriter;
import dev.lossline.contract.CurvesRepresentation.Curve;
import dev.lossline.contract.Json;
import dev.lossline.contract.TrialRepresentation;
import dev.lossline.orchestrator.TrialStore.StoredModel;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Answers that do not fit into memory many times over: models, and lists of thousands of trials. They are sent piece by
 * piece, so many at a time; each holds a thread for as long as its client takes to read.
 */
@ApplicationScoped
class LargeAnswers {
    private static final Logger LOG = Logger.getLogger(LargeAnswers.class);

    /** A list of more trials is sent page by page. */
    static final int PAGE = 500;

    /** Curves are sent so many at a time. */
    private static final int CURVES = 50;

    /** A model of more bytes is sent piece by piece. */
    static final int PIECE = 1 << 20;

    /** Of the connections to the database, {@code quarkus.datasource.jdbc.max-size}. */
    private static final int READERS = 4;

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
     * What to answer with the trials of an experiment.
     *
     * @throws ProblemException 503 where too many large answers are sent at the moment
     */
    Object trials(UUID experiment, int after, int limit, RoutingContext call) {
        List<TrialRepresentation> first = read(() -> trials.of(experiment, after, Math.min(limit, PAGE)));
        if (first.size() < PAGE || limit <= PAGE) {
            return first;
        }
        takePlace(call);
        return whole(call, output -> {
            // Closed only at the end of the list, so that one that breaks off is no valid JSON.
            SequenceWriter writer = Json.MAPPER
                    .writerFor(TrialRepresentation.class)
                    .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .writeValuesAsArray(output);
            writer.writeAll(first);
            int last = first.getLast().id().number();
            for (int left = limit - PAGE; left > 0; left -= PAGE) {
                int most = Math.min(left, PAGE);
                int before = last;
                List<TrialRepresentation> page = read(() -> trials.of(experiment, before, most));
                if (page.isEmpty()) {
                    break;
                }
                writer.writeAll(page);
                last = page.getLast().id().number();
            }
            writer.close();
        });
    }

    /**
     * What to answer with the curves of an experiment's trials, as a {@code CurvesRepresentation}.
     *
     * @param points most epochs a trial; fewer where that would be more than {@link CurveStore#MOST_POINTS_IN_ALL}
     * @throws ProblemException 503 where too many large answers are sent at the moment
     */
    StreamingOutput curves(UUID experiment, int after, int limit, int points, RoutingContext call) {
        takePlace(call);
        // Before the rows, so that an event between the two is in both rather than in neither.
        StreamPosition position = read(curves::position);
        int trials = read(() -> curves.trials(experiment, after, limit));
        int most = Math.min(points, Math.max(2, CurveStore.MOST_POINTS_IN_ALL / Math.max(1, trials)));
        return whole(call, output -> {
            JsonGenerator json = Json.MAPPER.createGenerator(output).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("lastEventId", position.toString());
            json.writeArrayFieldStart("trials");
            int last = after;
            for (int left = limit; left > 0; left -= CURVES) {
                int before = last;
                int size = Math.min(left, CURVES);
                List<Curve> page = read(() -> curves.of(experiment, before, size, most));
                for (Curve curve : page) {
                    json.writePOJO(curve);
                    last = curve.number();
                }
                if (page.size() < size) {
                    break;
                }
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
        });
    }

    /**
     * What to answer with a model.
     *
     * @throws ProblemException 503 where too many large answers are sent at the moment
     */
    StreamingOutput model(StoredModel model, RoutingContext call) {
        if (model.bytes() > PIECE) {
            takePlace(call);
        }
        return whole(call, output -> {
            for (long from = 0; from < model.bytes(); from += PIECE) {
                long begin = from;
                output.write(read(() -> trials.piece(model, begin, PIECE))
                        .orElseThrow(() -> new IOException("model of " + model.trial() + " was replaced meanwhile")));
            }
        });
    }

    /** Asks the tables, a few at a time, so that connections are left for short answers. */
    private <T> T read(Supplier<T> query) {
        readers.acquireUninterruptibly();
        try {
            return query.get();
        } finally {
            readers.release();
        }
    }

    /** What was sent cannot be taken back, and no problem can follow it: that the connection breaks off says it. */
    private static StreamingOutput whole(RoutingContext call, StreamingOutput answer) {
        return output -> {
            try {
                answer.write(output);
            } catch (IOException | ProblemException e) {
                LOG.infof("An answer to %s broke off: %s", call.request().path(), e.getMessage());
                call.request().connection().close();
            }
        };
    }

    private void takePlace(RoutingContext call) {
        if (!places.tryAcquire()) {
            throw ProblemException.busy("Too many models and long lists are sent at the moment. Try again later.");
        }
        call.addEndHandler(ended -> places.release());
    }
}
