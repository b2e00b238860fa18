package dev.lossline.orchestrator.deadletters;

import dev.lossline.contract.api.DeadLetterRepresentation;
import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.specification.violation.Violation;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Messages that no service could process: list them and resend them. */
@Path("/api/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
class DeadLetterResource {
    private static final int MAX_LISTED = 1_000;

    private final DeadLetterLog letters;

    DeadLetterResource(DeadLetterLog letters) {
        this.letters = letters;
    }

    @GET
    @Operation(
            operationId = "listDeadLetters",
            summary = "Messages that no service could process",
            description = "Newest first, without their headers and bodies.")
    @APIResponse(
            responseCode = "200",
            description = "The dead letters",
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.ARRAY, implementation = DeadLetterRepresentation.class)))
    public List<DeadLetterRepresentation> list(
            @Parameter(description = "Only dead letters older than the one with this id") @QueryParam("before")
                    String before,
            @Parameter(
                            description = "The maximum number of dead letters",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "" + MAX_LISTED))
                    @QueryParam("limit")
                    @DefaultValue("50")
                    String limit) {
        return letters.newest(
                Parameters.between("limit", limit, 1, MAX_LISTED), before == null ? Long.MAX_VALUE : offset(before));
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getDeadLetter",
            summary = "A dead letter",
            description = "With the original's headers and the first 16 KiB of its body.")
    @APIResponse(responseCode = "200", description = "The dead letter")
    @APIResponse(
            responseCode = "404",
            description = "It does not exist, or no longer: dead letters are kept for 30 days.")
    public DeadLetterRepresentation get(@PathParam("id") String id) {
        return letters.find(offset(id)).orElseThrow(() -> ProblemException.notFound("dead letter", id));
    }

    @POST
    @Path("{id}/resend")
    @Operation(
            operationId = "resendDeadLetter",
            summary = "Resend the original message to its topic",
            description = "Unchanged, with an additional header that names the dead letter.")
    @APIResponse(
            responseCode = "202",
            description = "Its new position; the consumers of the topic read it again",
            content = @Content(schema = @Schema(implementation = DeadLetterRepresentation.Resent.class)))
    @APIResponse(
            responseCode = "409",
            description = "The dead letter does not name its topic, or the event log rejects the message.")
    public Response resend(@PathParam("id") String id) throws InterruptedException {
        return Response.accepted(
                        letters.resend(offset(id)).orElseThrow(() -> ProblemException.notFound("dead letter", id)))
                .build();
    }

    private static long offset(String id) {
        if (!id.matches("0-\\d{1,18}")) {
            throw ProblemException.badParameter(
                    new Violation("dead letter's id", id, "the topic's partition, a dash and an offset, such as 0-17"));
        }
        return Long.parseLong(id.substring(2));
    }
}
