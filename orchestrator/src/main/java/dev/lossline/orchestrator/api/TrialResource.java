package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.AttemptRepresentation;
import dev.lossline.contract.api.EpochRepresentation;
import dev.lossline.contract.api.EvaluationRepresentation;
import dev.lossline.contract.api.MisclassifiedRepresentation;
import dev.lossline.contract.api.MisclassifiedRepresentation.Example;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.results.TrialStore;
import dev.lossline.orchestrator.results.TrialStore.StoredModel;
import dev.lossline.orchestrator.web.Tagged;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.violation.Violation;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Trials: progress, curve, evaluation and model. */
@Path("/api/trials/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Trials")
class TrialResource {
    private static final int MAX_PAGE_SIZE = 10_000;

    private final TrialStore trials;
    private final LargeAnswers largeAnswers;

    TrialResource(TrialStore trials, LargeAnswers largeAnswers) {
        this.trials = trials;
        this.largeAnswers = largeAnswers;
    }

    @GET
    @Operation(
            operationId = "getTrial",
            summary = "A trial",
            description = "Its specification, progress and results so far.")
    @APIResponse(
            responseCode = "200",
            description = "The trial",
            content = @Content(schema = @Schema(implementation = TrialRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response get(@PathParam("id") String id, @Context Request request) {
        return Tagged.json(request, find(id));
    }

    @GET
    @Path("epochs")
    @Operation(
            operationId = "listEpochs",
            summary = "The epochs of a trial",
            description = "In order. Pass the last epoch's number as `after` to get the next page.")
    @APIResponse(
            responseCode = "200",
            description = "The epochs",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = EpochRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response epochs(
            @PathParam("id") String id,
            @Parameter(
                            description = "Only epochs after this number",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
                    @QueryParam("after")
                    @DefaultValue("0")
                    String after,
            @Parameter(
                            description = "The maximum number of epochs",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "" + MAX_PAGE_SIZE))
                    @QueryParam("limit")
                    @DefaultValue("" + EpochRepresentation.PAGE_SIZE)
                    String limit,
            @Context Request request) {
        TrialId trial = Parameters.trialId(id);
        List<EpochRepresentation> epochs = trials.epochs(
                trial,
                Parameters.between("after", after, 0, Integer.MAX_VALUE),
                Parameters.between("limit", limit, 1, MAX_PAGE_SIZE));
        if (epochs.isEmpty()) {
            requireKnown(trial);
        }
        return Tagged.json(request, epochs);
    }

    @GET
    @Path("evaluation")
    @Operation(
            operationId = "getEvaluation",
            summary = "The evaluation of the trained model on the test split",
            description = "Loss, accuracy, confusion matrix and the metrics of each class.")
    @APIResponse(
            responseCode = "200",
            description = "The evaluation",
            content = @Content(schema = @Schema(implementation = EvaluationRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response evaluation(@PathParam("id") String id, @Context Request request) {
        TrialId trial = Parameters.trialId(id);
        return Tagged.json(request, trials.evaluation(trial).orElseThrow(() -> {
            requireKnown(trial);
            return ProblemException.notFound("evaluation yet of trial", id);
        }));
    }

    @GET
    @Path("attempts")
    @Operation(
            operationId = "listAttempts",
            summary = "The attempts of a trial",
            description = "In order: where it was trained, and with which versions.")
    @APIResponse(
            responseCode = "200",
            description = "The attempts",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AttemptRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response attempts(@PathParam("id") String id, @Context Request request) {
        TrialId trial = Parameters.trialId(id);
        List<AttemptRepresentation> attempts = trials.attempts(trial);
        if (attempts.isEmpty()) {
            requireKnown(trial);
        }
        return Tagged.json(request, attempts);
    }

    @GET
    @Path("misclassified")
    @Operation(
            operationId = "listMisclassified",
            summary = "Test examples of one class that the model predicts as another",
            description = "At most twelve.")
    @APIResponse(
            responseCode = "200",
            description = "The examples",
            content = @Content(schema = @Schema(implementation = MisclassifiedRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(
            responseCode = "404",
            description = "The trial does not exist, is not evaluated yet, or was evaluated before examples were kept.")
    public Response misclassified(
            @PathParam("id") String id,
            @Parameter(
                            description = "The class of the examples",
                            required = true,
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "9"))
                    @QueryParam("actual")
                    @DefaultValue("")
                    String actual,
            @Parameter(
                            description = "The predicted class",
                            required = true,
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "9"))
                    @QueryParam("predicted")
                    @DefaultValue("")
                    String predicted,
            @Context Request request) {
        int label = Parameters.between("actual", actual, 0, DatasetName.CLASSES - 1);
        int taken = Parameters.between("predicted", predicted, 0, DatasetName.CLASSES - 1);
        if (label == taken) {
            throw ProblemException.badParameter(
                    new Violation("predicted", predicted, "another class than actual, which is " + label));
        }
        TrialRepresentation trial = find(id);
        return trials.misclassified(trial.id(), label, taken)
                .map(indexes -> Tagged.json(
                        request,
                        new MisclassifiedRepresentation(
                                trial.specification().dataset(),
                                indexes.stream().map(Example::new).toList())))
                .orElseThrow(() -> trial.testAccuracy() == null
                        ? ProblemException.notFound("evaluation yet of trial", id)
                        : ProblemException.missing("Trial " + id + " was evaluated before misclassified examples were"
                                + " kept. Train it again to see them."));
    }

    @GET
    @Path("model")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "downloadModel",
            summary = "The trained model as a safetensors file",
            description = "The names of the tensors are those of the equivalent PyTorch module.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response model(@PathParam("id") String id, @Context Request request, @Context RoutingContext call) {
        TrialId trial = Parameters.trialId(id);
        StoredModel model = trials.model(trial).orElseThrow(() -> {
            requireKnown(trial);
            return ProblemException.notFound("model yet of trial", id);
        });
        EntityTag tag = new EntityTag(model.sha256());
        return Tagged.answer(
                request,
                tag,
                () -> Response.ok(largeAnswers.model(model, call))
                        .header(HttpHeaders.CONTENT_LENGTH, model.bytes())
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                new DownloadName("", model.experiment(), "-" + trial.number() + ".safetensors")
                                        .contentDisposition()));
    }

    private TrialRepresentation find(String id) {
        return trials.find(Parameters.trialId(id)).orElseThrow(() -> ProblemException.notFound("trial", id));
    }

    private void requireKnown(TrialId trial) {
        if (!trials.exists(trial)) {
            throw ProblemException.notFound("trial", trial);
        }
    }
}
