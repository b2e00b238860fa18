package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.ExperimentPageRepresentation;
import dev.lossline.contract.api.ExperimentsRepresentation;
import dev.lossline.orchestrator.admission.Admission;
import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.results.ExperimentListParameters;
import dev.lossline.orchestrator.results.ExperimentQuery;
import dev.lossline.orchestrator.results.ExperimentStore;
import dev.lossline.orchestrator.streams.ListStreams;
import dev.lossline.orchestrator.web.Tagged;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The list of experiments: in pages, and as a live stream. */
@Path("/api/experiments")
@Tag(name = "Experiments")
class ExperimentListResource {
    private final ExperimentStore experiments;
    private final ListStreams streams;

    ExperimentListResource(ExperimentStore experiments, ListStreams streams) {
        this.experiments = experiments;
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listExperiments",
            summary = "The matching experiments, page by page",
            description = "Without their specifications. Pass `next` as `after` to get the next page. Pages neither"
                    + " overlap nor omit an experiment while others are submitted.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = ExperimentPageRepresentation.class)))
    @APIResponse(responseCode = "304", description = "Not modified")
    public Response list(@BeanParam ExperimentListParameters parameters, @Context Request request) {
        return Tagged.json(request, experiments.page(ExperimentQuery.of(parameters)));
    }

    @GET
    @Path("events")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "watchExperiments",
            summary = "The 200 newest experiments, live",
            description =
                    "Server-Sent Events: first all of them, then once a second those that are new or have changed."
                            + " A client that reconnects sends the id of the last event it received; if nothing has changed"
                            + " since, it gets no event until something does.")
    @APIResponse(
            responseCode = "200",
            description = "The stream; this is the data of each message",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = ExperimentsRepresentation.class)))
    public Multi<OutboundSseEvent> events(
            @Parameter(description = "The id of the last event that the client received; all experiments without it")
                    @HeaderParam("Last-Event-ID")
                    String lastEventId,
            @Parameter(
                            description = "Whether to start with all of them, or to send only changes from now on",
                            schema = @Schema(type = SchemaType.BOOLEAN))
                    @QueryParam("all")
                    @DefaultValue("true")
                    String all,
            @Context RoutingContext call) {
        Multi<OutboundSseEvent> stream = streams.open(lastEventId, Parameters.flag("all", all));
        Admission.leave(call);
        return stream;
    }
}
