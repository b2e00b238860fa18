package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.results.ExperimentStore;
import dev.lossline.specification.reader.SpecificationYaml;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Serves an experiment's specification as a document that can be edited and resubmitted. */
@Path("/api/experiments/{id}/specification")
@Tag(name = "Experiments")
class SpecificationResource {
    private static final String YAML = "application/yaml";

    private final ExperimentStore experiments;

    SpecificationResource(ExperimentStore experiments) {
        this.experiments = experiments;
    }

    @GET
    @Produces(YAML)
    @Operation(
            operationId = "getSpecification",
            summary = "The specification of an experiment as YAML",
            description = "A document that can be edited and submitted. It reads back as the same specification.")
    @APIResponse(
            responseCode = "200",
            description = "The document, with all defaults filled in",
            content = @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response specification(@PathParam("id") String id) {
        ExperimentRepresentation experiment = experiments
                .find(Parameters.experimentId(id))
                .orElseThrow(() -> ProblemException.notFound("experiment", id));
        return Response.ok(SpecificationYaml.of(experiment.specification()))
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }
}
