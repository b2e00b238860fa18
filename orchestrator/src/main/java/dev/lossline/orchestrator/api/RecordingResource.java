package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.RecordingRepresentation;
import dev.lossline.orchestrator.progress.Recording;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reports how far the tables lag behind the log. */
@Path("/api/recording")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recording")
class RecordingResource {
    private final Recording recording;

    RecordingResource(Recording recording) {
        this.recording = recording;
    }

    @GET
    @Operation(
            operationId = "getRecording",
            summary = "How far the tables lag behind the event log",
            description = "By partition of the log. The tables are the results that the API reads.")
    @APIResponse(responseCode = "200", description = "The partitions")
    public RecordingRepresentation get() throws InterruptedException {
        return recording.state();
    }
}
