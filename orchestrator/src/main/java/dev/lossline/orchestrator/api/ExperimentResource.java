package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.ControlRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.api.PreviewRepresentation;
import dev.lossline.contract.api.SubmittedRepresentation;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
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
class ExperimentResource {
    private static final String LOCATION = "The path of the experiment";

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
    @Operation(
            operationId = "submitExperiment",
            summary = "Submit an experiment",
            description = "Publishes the experiment and returns it when it is recorded. With `preview=true`, nothing is"
                    + " submitted; the response then contains the trials that the experiment would have.")
    @RequestBody(
            required = true,
            description = "The experiment. Only `name` is required. The YAML form also takes single values for lists.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ExperimentSpecification.class),
                        examples = @ExampleObject(name = "learning rates", value = """
                                                {"name": "learning-rate", "model": {"hidden": [128]},
                                                 "training": {"epochs": 5},
                                                 "search": {"grid": [{"training.optimizer.learningRate": [0.1, 0.01]}]}}
                                                """)),
                @Content(
                        mediaType = "application/yaml",
                        schema = @Schema(implementation = ExperimentSpecification.class),
                        examples = @ExampleObject(name = "learning rates", value = """
                                                name: learning-rate
                                                model: { hidden: [128] }
                                                training: { epochs: 5, optimizer: { type: sgd, learningRate: 0.01 } }
                                                search:
                                                  grid: { training.optimizer.learningRate: [0.1, 0.01, 0.001] }
                                                """))
            })
    @APIResponse(
            responseCode = "200",
            description = "The experiment, which was submitted before with the same key; or the preview",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            title = "SubmissionResult",
                                            anyOf = {ExperimentRepresentation.class, PreviewRepresentation.class})))
    @APIResponse(
            responseCode = "201",
            description = "The experiment, submitted and recorded",
            headers = @Header(name = "Location", description = LOCATION, schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = ExperimentRepresentation.class)))
    @APIResponse(
            responseCode = "202",
            description = "Submitted; it will be recorded when the recorder is running again",
            headers = @Header(name = "Location", description = LOCATION, schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = SubmittedRepresentation.class)))
    @APIResponse(
            responseCode = "422",
            description = "The specification is invalid, with all violations; or the key was used for another one.")
    public Response submit(
            InputStream body,
            @Context HttpHeaders headers,
            @Parameter(
                            description = "A repeated submission with the same key returns the first one's experiment",
                            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255))
                    @HeaderParam("Idempotency-Key")
                    String key,
            @Parameter(
                            description = "Whether to only validate and expand it",
                            schema = @Schema(type = SchemaType.BOOLEAN))
                    @QueryParam("preview")
                    @DefaultValue("false")
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
                .orElseGet(() -> Response.accepted(new SubmittedRepresentation(submitted.id()))
                        .location(location))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getExperiment", summary = "An experiment", description = "With its specification.")
    @APIResponse(
            responseCode = "200",
            description = "The experiment",
            content = @Content(schema = @Schema(implementation = ExperimentRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response get(@PathParam("id") String id, @Context Request request) {
        return Tagged.json(request, find(id));
    }

    @GET
    @Path("{id}/summary")
    @Operation(
            operationId = "getExperimentSummary",
            summary = "An experiment as in a list",
            description = "Without its specification.")
    @APIResponse(
            responseCode = "200",
            description = "The summary",
            content = @Content(schema = @Schema(implementation = ExperimentSummaryRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response summary(@PathParam("id") String id, @Context Request request) {
        return Tagged.json(
                request,
                experiments
                        .summary(Parameters.experimentId(id))
                        .orElseThrow(() -> ProblemException.notFound("experiment", id)));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(
            operationId = "cancelExperiment",
            summary = "Cancel an experiment",
            description = "Running trials stop within an epoch; queued ones are not started.")
    @APIResponse(
            responseCode = "202",
            description = "Cancelled, or it was before and its trials are still stopping",
            content = @Content(schema = @Schema(implementation = ControlRepresentation.class)))
    @APIResponse(responseCode = "409", description = "The experiment has ended.")
    public Response cancel(@PathParam("id") String id) throws InterruptedException {
        return accepted(controls.cancel(Parameters.experimentId(id)));
    }

    @POST
    @Path("{id}/pause")
    @Operation(
            operationId = "pauseExperiment",
            summary = "Pause an experiment",
            description = "Running trials stop within an epoch and keep a checkpoint; queued ones are not started.")
    @APIResponse(
            responseCode = "202",
            description = "Paused, or it was before",
            content = @Content(schema = @Schema(implementation = ControlRepresentation.class)))
    @APIResponse(responseCode = "409", description = "The experiment has ended or was cancelled.")
    public Response pause(@PathParam("id") String id) throws InterruptedException {
        return accepted(controls.pause(Parameters.experimentId(id)));
    }

    @POST
    @Path("{id}/resume")
    @Operation(
            operationId = "resumeExperiment",
            summary = "Resume a paused experiment",
            description = "Its trials continue from their checkpoints.")
    @APIResponse(
            responseCode = "202",
            description = "Resumed, or it was not paused",
            content = @Content(schema = @Schema(implementation = ControlRepresentation.class)))
    @APIResponse(responseCode = "409", description = "The experiment has ended or was cancelled.")
    public Response resume(@PathParam("id") String id) throws InterruptedException {
        return accepted(controls.resume(Parameters.experimentId(id)));
    }

    @POST
    @Path("{id}/retry")
    @Operation(
            operationId = "retryExperiment",
            summary = "Retry the failed trials",
            description = "Trains them again from their last checkpoints, or evaluates them again if only that failed.")
    @APIResponse(
            responseCode = "202",
            description = "The trials are requested again",
            content = @Content(schema = @Schema(implementation = ControlRepresentation.class)))
    @APIResponse(
            responseCode = "409",
            description = "No trial has failed since the last retry, or the experiment was cancelled.")
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
