package dev.lossline.orchestrator;

import dev.lossline.contract.CurvesRepresentation;
import dev.lossline.contract.ExperimentRepresentation;
import dev.lossline.contract.ExperimentSpecification;
import dev.lossline.contract.PreviewRepresentation;
import dev.lossline.contract.TrialRepresentation;
import dev.lossline.orchestrator.Submissions.Submitted;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Experiments: submit, look at, follow, pause, resume, retry and cancel. */
@Path("/api/experiments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Experiments")
@APIResponse(responseCode = "default", description = "What is wrong, as a problem (RFC 9457)")
@APIResponse(responseCode = "503", description = "Too much at once, or the log or the results are not available now")
class ExperimentResource {
    private static final int MOST = 1_000;

    private final Submissions submissions;
    private final ExperimentStore experiments;
    private final CurveStore curves;
    private final LargeAnswers largeAnswers;
    private final EventStreams streams;

    ExperimentResource(
            Submissions submissions,
            ExperimentStore experiments,
            CurveStore curves,
            LargeAnswers largeAnswers,
            EventStreams streams) {
        this.submissions = submissions;
        this.experiments = experiments;
        this.curves = curves;
        this.largeAnswers = largeAnswers;
        this.streams = streams;
    }

    @POST
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", MediaType.APPLICATION_JSON})
    @Operation(summary = "Submit an experiment, or preview what it would be")
    @RequestBody(
            content = {
                @Content(
                        mediaType = "application/yaml",
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = @ExampleObject(name = "learning rates", value = """
                                                name: learning-rate
                                                model: { hidden: [128] }
                                                training: { epochs: 5, optimizer: { type: sgd, learningRate: 0.01 } }
                                                search:
                                                  grid: { training.optimizer.learningRate: [0.1, 0.01, 0.001] }
                                                """)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT))
            })
    @APIResponse(responseCode = "200", description = "The preview, of which nothing runs; or submitted before")
    @APIResponse(responseCode = "201", description = "Submitted and recorded")
    @APIResponse(responseCode = "202", description = "Submitted; it is recorded once the recorder is back")
    @APIResponse(responseCode = "422", description = "Fields that are wrong, each with what is allowed")
    public Response submit(
            InputStream body,
            @Context HttpHeaders headers,
            @Parameter(description = "Who repeats a submission with the same key gets the experiment of the first time")
                    @HeaderParam("Idempotency-Key")
                    String key,
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("preview") @DefaultValue("false")
                    String preview)
            throws InterruptedException {
        boolean previewed = Parameters.flag("preview", preview);
        Optional<String> name = Parameters.idempotencyKey(key);
        ExperimentSpecification specification = submissions.read(body, Parameters.mediaType(headers));
        if (previewed) {
            PreviewRepresentation what = submissions.preview(specification);
            return Response.ok(what).build();
        }
        Submitted submitted = submissions.submit(specification, name);
        URI location = URI.create("/api/experiments/" + submitted.id());
        return submitted
                .recorded()
                .map(experiment -> submitted.repeated()
                        ? Response.ok(experiment).location(location)
                        : Response.created(location).entity(experiment))
                .orElseGet(() -> Response.accepted(Map.of("id", submitted.id())).location(location))
                .build();
    }

    @GET
    @Operation(summary = "The experiments, the newest first")
    public List<ExperimentRepresentation> list(
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") @DefaultValue("100")
                    String limit) {
        return experiments.newest(Parameters.between("limit", limit, 1, MOST));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "An experiment")
    public ExperimentRepresentation get(@PathParam("id") String id) {
        UUID experimentId = Parameters.experimentId(id);
        return experiments.find(experimentId).orElseThrow(() -> ProblemException.notFound("experiment", id));
    }

    @GET
    @Path("{id}/trials")
    @Operation(summary = "The trials of an experiment, by number")
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
            @Context RoutingContext call) {
        Object answer = largeAnswers.trials(
                Parameters.experimentId(id),
                Parameters.between("after", after, 0, Integer.MAX_VALUE),
                Parameters.between("limit", limit, 1, 20_000),
                call);
        if (List.of().equals(answer)) {
            // Whether there is such an experiment; to sum it up takes long where it has many trials.
            get(id);
        }
        return Response.ok(answer).build();
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
            @Context RoutingContext call) {
        UUID experiment = Parameters.experimentId(id);
        int first = Parameters.between("after", after, 0, Integer.MAX_VALUE);
        int most = Parameters.between("limit", limit, 1, MOST);
        int each = Parameters.between("points", points, 2, CurveStore.MOST_POINTS);
        if (curves.trials(experiment, first, most) == 0) {
            // Whether there is such an experiment.
            get(id);
        }
        return Response.ok(largeAnswers.curves(experiment, first, most, each, call))
                .build();
    }

    @POST
    @Path("{id}/cancel")
    @Operation(summary = "Cancel an experiment: running trials stop within an epoch, waiting ones do not start")
    @APIResponse(responseCode = "202", description = "Cancelled, or it had finished before")
    public Response cancel(@PathParam("id") String id) throws InterruptedException {
        ExperimentRepresentation experiment = get(id);
        submissions.cancel(experiment);
        return Response.accepted(experiment).build();
    }

    @POST
    @Path("{id}/pause")
    @Operation(summary = "Pause: running trials stop within an epoch and keep a checkpoint, waiting ones do not start")
    @APIResponse(responseCode = "202", description = "Paused, or it was before")
    @APIResponse(responseCode = "409", description = "It has finished")
    public Response pause(@PathParam("id") String id) throws InterruptedException {
        ExperimentRepresentation experiment = get(id);
        submissions.pause(experiment);
        return Response.accepted(experiment).build();
    }

    @POST
    @Path("{id}/resume")
    @Operation(summary = "Resume a paused experiment: its trials go on from their checkpoints")
    @APIResponse(responseCode = "202", description = "Resumed, or it was not paused")
    @APIResponse(responseCode = "409", description = "It has finished")
    public Response resume(@PathParam("id") String id) throws InterruptedException {
        ExperimentRepresentation experiment = get(id);
        submissions.resume(experiment);
        return Response.accepted(experiment).build();
    }

    @POST
    @Path("{id}/retry")
    @Operation(summary = "Train the failed trials again, from their last checkpoints")
    @APIResponse(responseCode = "202", description = "They are requested again")
    @APIResponse(responseCode = "409", description = "None has failed")
    public Response retry(@PathParam("id") String id) throws InterruptedException {
        ExperimentRepresentation experiment = get(id);
        submissions.retry(experiment);
        return Response.accepted(experiment).build();
    }

    @GET
    @Path("{id}/events")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "The events of an experiment from its first, live; goes on after Last-Event-ID")
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id, @HeaderParam("Last-Event-ID") String lastEventId) {
        ExperimentRepresentation experiment = get(id);
        return streams.of(experiment.id(), experiment.submittedAt(), lastEventId);
    }
}
