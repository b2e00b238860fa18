package dev.lossline.orchestrator;

import dev.lossline.contract.ExperimentsRepresentation;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The list of experiments as it changes. */
@Path("/api/experiments/events")
@Tag(name = "Experiments")
@APIResponse(responseCode = "default", description = "What is wrong, as a problem (RFC 9457)")
@APIResponse(responseCode = "503", description = "Too much at once, or the results are not available now")
class ExperimentListResource {
    private final ListStreams streams;

    ExperimentListResource(ListStreams streams) {
        this.streams = streams;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "The 200 newest experiments, live: all, then those that are new or have changed, once a second;"
                    + " nothing until then where Last-Event-ID still holds")
    @APIResponse(
            responseCode = "200",
            description = "The data of each event",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = ExperimentsRepresentation.class)))
    public Multi<OutboundSseEvent> events(@HeaderParam("Last-Event-ID") String lastEventId) {
        return streams.open(lastEventId);
    }
}
