package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.ControlRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.api.PreviewRepresentation;
import dev.lossline.orchestrator.api.Submissions.Submitted;
import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.results.ExperimentStore;
import dev.lossline.orchestrator.web.Tagged;
import dev.lossline.specification.ExperimentSpecification;
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
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Experiments: submit, read, pause, resume, retry and cancel. */
@Path("/api/experiments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Experiments")
@APIResponse(responseCode = "default", description = "What is wrong, as a problem (RFC 9457)")
@APIResponse(responseCode = "503", description = "Too much at once, or the log or the results are not available now")
class ExperimentResource {
    private final Submissions submissions;
    private final Controls controls;
    private final ExperimentStore experiments;

    ExperimentResource(Submissions submissions, Controls controls, ExperimentStore experiments) {
        this.submissions = submissions;
        this.controls = controls;
        this.experiments = experiments;
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
    @Path("{id}")
    @Operation(summary = "An experiment, with its specification")
    @APIResponse(
            responseCode = "200",
            description = "The experiment",
            content = @Content(schema = @Schema(implementation = ExperimentRepresentation.class)))
    public Response get(@PathParam("id") String id, @Context Request request) {
        return Tagged.json(request, find(id));
    }

    @GET
    @Path("{id}/summary")
    @Operation(summary = "An experiment as lists have it: without its specification")
    @APIResponse(
            responseCode = "200",
            description = "The summary",
            content = @Content(schema = @Schema(implementation = ExperimentSummaryRepresentation.class)))
    public Response summary(@PathParam("id") String id, @Context Request request) {
        return Tagged.json(
                request,
                experiments
                        .summary(Parameters.experimentId(id))
                        .orElseThrow(() -> ProblemException.notFound("experiment", id)));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(summary = "Cancel an experiment: running trials stop within an epoch, queued ones do not start")
    @APIResponse(responseCode = "202", description = "Cancelled, or it was and its trials are still stopping")
    @APIResponse(responseCode = "409", description = "It has ended")
    public Response cancel(@PathParam("id") String id) throws InterruptedException {
        return accepted(controls.cancel(Parameters.experimentId(id)));
    }

    @POST
    @Path("{id}/pause")
    @Operation(summary = "Pause: running trials stop within an epoch and keep a checkpoint, queued ones do not start")
    @APIResponse(responseCode = "202", description = "Paused, or it was before")
    @APIResponse(responseCode = "409", description = "It has ended or was cancelled")
    public Response pause(@PathParam("id") String id) throws InterruptedException {
        return accepted(controls.pause(Parameters.experimentId(id)));
    }

    @POST
    @Path("{id}/resume")
    @Operation(summary = "Resume a paused experiment: its trials continue from their checkpoints")
    @APIResponse(responseCode = "202", description = "Resumed, or it was not paused")
    @APIResponse(responseCode = "409", description = "It has ended or was cancelled")
    public Response resume(@PathParam("id") String id) throws InterruptedException {
        return accepted(controls.resume(Parameters.experimentId(id)));
    }

    @POST
    @Path("{id}/retry")
    @Operation(summary = "Train the failed trials again, from their last checkpoints")
    @APIResponse(responseCode = "202", description = "They are requested again")
    @APIResponse(responseCode = "409", description = "No trial has failed since the last retry, or it was cancelled")
    public Response retry(@PathParam("id") String id) throws InterruptedException {
        return accepted(controls.retry(Parameters.experimentId(id)));
    }

    private static Response accepted(ControlRepresentation control) {
        return Response.accepted(control).build();
    }

    private ExperimentRepresentation find(String id) {
        return experiments
                .find(Parameters.experimentId(id))
                .orElseThrow(() -> ProblemException.notFound("experiment", id));
    }
}
