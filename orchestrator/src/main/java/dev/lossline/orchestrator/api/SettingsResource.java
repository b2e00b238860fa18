package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.SettingsRepresentation;
import dev.lossline.orchestrator.OrchestratorConfig;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The settings of this installation that the web page needs. */
@Path("/api/settings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Settings")
class SettingsResource {
    private final SettingsRepresentation settings;

    SettingsResource(OrchestratorConfig config) {
        this.settings = new SettingsRepresentation(
                config.apiToken().isPresent(),
                config.grafana().filter(address -> !address.isBlank()).orElse(null));
    }

    @GET
    @Operation(
            operationId = "getSettings",
            summary = "The settings of this installation that clients need",
            description = "Whether calls that write need the API token, and where Grafana is.")
    @APIResponse(responseCode = "200", description = "The settings")
    public SettingsRepresentation get() {
        return settings;
    }
}
