package dev.lossline.orchestrator.api;

import dev.lossline.orchestrator.web.Tagged;
import dev.lossline.specification.schema.ExperimentSchema;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Serves the JSON Schema with which editors complete and check an experiment document. */
@Path("/api/schema/experiment.json")
@Tag(name = "Experiments")
class DocumentSchemaResource {
    private static final String SCHEMA = ExperimentSchema.text();
    private static final EntityTag TAG = new EntityTag(Tagged.hash(SCHEMA.getBytes(StandardCharsets.UTF_8)));

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getExperimentSchema",
            summary = "The JSON Schema of an experiment document",
            description =
                    "A draft-07 schema with descriptions, defaults, ranges and allowed values. Editors complete and"
                            + " check an experiment with it. It changes only with an update.")
    @APIResponse(
            responseCode = "200",
            description = "The schema",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response schema(@Context Request request) {
        return Tagged.answer(
                request,
                TAG,
                () -> Response.ok(SCHEMA, MediaType.APPLICATION_JSON).header("X-Content-Type-Options", "nosniff"));
    }
}
