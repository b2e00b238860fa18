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
@APIResponse(responseCode = "default", description = "What is wrong, as a problem (RFC 9457)")
@APIResponse(responseCode = "503", description = "Too many requests, or the results are not available now")
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
            summary = "The experiments that match, page by page, without their specifications",
            description =
                    "Pass 'next' as 'after' to get the next page. Pages neither overlap nor leave out an experiment"
                            + " while others are submitted.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = ExperimentPageRepresentation.class)))
    public Response list(@BeanParam ExperimentListParameters parameters, @Context Request request) {
        return Tagged.json(request, experiments.page(ExperimentQuery.of(parameters)));
    }

    @GET
    @Path("events")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "The 200 newest experiments, live: all, then those that are new or have changed, once a second;"
                    + " nothing until then if Last-Event-ID still holds")
    @APIResponse(
            responseCode = "200",
            description = "The data of each event",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = ExperimentsRepresentation.class)))
    public Multi<OutboundSseEvent> events(
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Parameter(
                            description = "Whether to begin with all of them, or only tell what changes from now on",
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
