package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.CurvesRepresentation;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
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
@APIResponse(responseCode = "default", description = "What is wrong, as a problem (RFC 9457)")
@APIResponse(responseCode = "503", description = "Too many requests, or the log or the results are not available now")
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
    @Operation(summary = "The trials of an experiment, by number: a range of them, or those of some numbers")
    @APIResponse(
            responseCode = "200",
            description = "The trials",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = TrialRepresentation.class)))
    public Response trials(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("after") @DefaultValue("0")
                    String after,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") @DefaultValue("20000")
                    String limit,
            @Parameter(description = "Only trials of these numbers, with commas between them; not with the others")
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
            summary = "The curves of an experiment's trials, column by column, and where its events go on after them")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = CurvesRepresentation.class)))
    public Response epochs(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("after") @DefaultValue("0")
                    String after,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") @DefaultValue("1000")
                    String limit,
            @Parameter(
                            description = "Most epochs a trial, evenly spaced; fewer where there are many trials",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("points")
                    @DefaultValue("1000")
                    String points,
            @Context Request request,
            @Context RoutingContext call) {
        UUID experiment = Parameters.experimentId(id);
        int first = Parameters.between("after", after, 0, Integer.MAX_VALUE);
        int most = Parameters.between("limit", limit, 1, MAX_CURVES);
        int each = Parameters.between("points", points, 2, CurveStore.MOST_POINTS);
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
    @Operation(summary = "The events of an experiment from its first, live; goes on after Last-Event-ID")
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") String lastEventId,
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
