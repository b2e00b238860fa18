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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Messages that no service could process: list them and resend them. */
@Path("/api/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
class DeadLetterResource {
    private static final int MOST = 1_000;

    private final DeadLetterLog letters;

    DeadLetterResource(DeadLetterLog letters) {
        this.letters = letters;
    }

    @GET
    @Operation(summary = "Messages that could not be used, the newest first, without their bodies")
    public List<DeadLetterRepresentation> list(
            @Parameter(description = "The id after which the page before this one ended") @QueryParam("before")
                    String before,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        return letters.newest(
                Parameters.between("limit", limit, 1, MOST), before == null ? Long.MAX_VALUE : offset(before));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A dead letter with the original's headers and the first 16 KiB of its body")
    @APIResponse(responseCode = "200", description = "The letter; its body is base64")
    @APIResponse(responseCode = "404", description = "There is none, or none any more: they are kept for 30 days")
    public DeadLetterRepresentation get(@PathParam("id") String id) {
        return letters.find(offset(id)).orElseThrow(() -> ProblemException.notFound("dead letter", id));
    }

    @POST
    @Path("{id}/resend")
    @Operation(summary = "Send the original to its topic again, as it was, with a header that names this letter")
    @APIResponse(responseCode = "202", description = "Where it is now; whoever reads the topic reads it anew")
    @APIResponse(responseCode = "409", description = "The letter says no topic, or the event log refuses the message")
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
