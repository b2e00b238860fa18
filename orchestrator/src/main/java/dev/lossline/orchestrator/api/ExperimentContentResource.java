package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.CurvesRepresentation;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.Event;
import dev.lossline.orchestrator.admission.Admission;
import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.results.ExperimentStore;
import dev.lossline.orchestrator.results.TrialStore;
import dev.lossline.orchestrator.streams.CurveStore;
import dev.lossline.orchestrator.streams.EventStreams;
import dev.lossline.orchestrator.web.Tagged;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The content of an experiment: its trials, their curves and its events. */
@Path("/api/experiments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Experiments")
class ExperimentContentResource {
    private static final int MAX_CURVES = 1_000;

    private final ExperimentStore experiments;
    private final TrialStore trials;
    private final LargeAnswers largeAnswers;
    private final EventStreams streams;

    ExperimentContentResource(
            ExperimentStore experiments, TrialStore trials, LargeAnswers largeAnswers, EventStreams streams) {
        this.experiments = experiments;
        this.trials = trials;
        this.largeAnswers = largeAnswers;
        this.streams = streams;
    }

    @GET
    @Path("{id}/trials")
    @Operation(
            operationId = "listTrials",
            summary = "The trials of an experiment",
            description = "Ordered by number: a range, or those with the given numbers.")
    @APIResponse(
            responseCode = "200",
            description = "The trials",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = TrialRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response trials(
            @PathParam("id") String id,
            @Parameter(
                            description = "Only trials after this number",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    @QueryParam("after")
                    @DefaultValue("0")
                    String after,
            @Parameter(
                            description = "The maximum number of trials",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "20000"))
                    @QueryParam("limit")
                    @DefaultValue("20000")
                    String limit,
            @Parameter(
                            description =
                                    "Only trials with these numbers, separated by commas; the other parameters are"
                                            + " then ignored",
                            example = "1,5,12")
                    @QueryParam("numbers")
                    String numbers,
            @Context Request request,
            @Context RoutingContext call) {
        UUID experiment = Parameters.experimentId(id);
        Set<Integer> wanted = Parameters.numbers("numbers", numbers, LargeAnswers.PAGE);
        Object answer = wanted.isEmpty()
                ? largeAnswers.trials(
                        experiment,
                        Parameters.between("after", after, 0, Integer.MAX_VALUE),
                        Parameters.between("limit", limit, 1, 20_000),
                        call)
                : trials.of(experiment, wanted);
        if (List.of().equals(answer)) {
            requireKnown(experiment);
        }
        return answer instanceof List<?> list
                ? Tagged.json(request, list)
                : Response.ok(answer).build();
    }

    @GET
    @Path("{id}/epochs")
    @Operation(
            operationId = "getCurves",
            summary = "The curves of an experiment's trials",
            description = "Column by column, with the event id from which the experiment's event stream continues.")
    @APIResponse(
            responseCode = "200",
            description = "The curves",
            content = @Content(schema = @Schema(implementation = CurvesRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response epochs(
            @PathParam("id") String id,
            @Parameter(
                            description = "Only trials after this number",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    @QueryParam("after")
                    @DefaultValue("0")
                    String after,
            @Parameter(
                            description = "The maximum number of trials",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "" + MAX_CURVES))
                    @QueryParam("limit")
                    @DefaultValue("1000")
                    String limit,
            @Parameter(
                            description =
                                    "The maximum number of epochs per trial, evenly spaced; fewer if there are many"
                                            + " trials",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "2",
                                            maximum = "" + CurveStore.MAX_POINTS))
                    @QueryParam("points")
                    @DefaultValue("1000")
                    String points,
            @Context Request request,
            @Context RoutingContext call) {
        UUID experiment = Parameters.experimentId(id);
        int first = Parameters.between("after", after, 0, Integer.MAX_VALUE);
        int most = Parameters.between("limit", limit, 1, MAX_CURVES);
        int each = Parameters.between("points", points, 2, CurveStore.MAX_POINTS);
        ExperimentSummaryRepresentation summary =
                experiments.summary(experiment).orElseThrow(() -> ProblemException.notFound("experiment", id));
        if (!summary.state().isFinal()) {
            return Response.ok(largeAnswers.curves(experiment, first, most, each, call))
                    .build();
        }
        // A finished experiment does not change unless it is retried, and then its end time changes.
        EntityTag tag = Tagged.weakTag("curves %s %s %s %d %d %d"
                .formatted(experiment, summary.state(), summary.finishedAt(), first, most, each));
        return Tagged.answer(request, tag, () -> Response.ok(largeAnswers.curves(experiment, first, most, each, call)));
    }

    @GET
    @Path("{id}/events")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "watchExperiment",
            summary = "The events of an experiment, live",
            description = "Server-Sent Events: all events since the submission, then new ones as they occur, also after"
                    + " the experiment has ended. A client that reconnects sends the id of the last event it received.")
    @APIResponse(
            responseCode = "200",
            description = "The stream; the data of each message is an event",
            content =
                    @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = Event.class)))
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @Parameter(description = "The id of the last event that the client received; all events without it")
                    @HeaderParam("Last-Event-ID")
                    String lastEventId,
            @Context RoutingContext call) {
        UUID experiment = Parameters.experimentId(id);
        Instant submittedAt =
                experiments.submittedAt(experiment).orElseThrow(() -> ProblemException.notFound("experiment", id));
        Multi<OutboundSseEvent> stream = streams.of(experiment, submittedAt, lastEventId);
        Admission.leave(call);
        return stream;
    }

    private void requireKnown(UUID experiment) {
        if (experiments.submittedAt(experiment).isEmpty()) {
            throw ProblemException.notFound("experiment", experiment);
        }
    }
}
