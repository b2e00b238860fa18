package dev.lossline.orchestrator.api;

import dev.lossline.orchestrator.OrchestratorConfig;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The settings of this installation that the web page needs. */
@Path("/api/settings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Settings")
class SettingsResource {
    private final Settings settings;

    SettingsResource(OrchestratorConfig config) {
        this.settings = new Settings(
                config.apiToken().isPresent(),
                config.grafana().filter(address -> !address.isBlank()).orElse(null));
    }

    /**
     * Settings for clients.
     *
     * @param tokenAsked whether calls that write need the API token
     * @param grafana the address of Grafana for browsers; null if not configured
     */
    record Settings(boolean tokenAsked, String grafana) {}

    @GET
    @Operation(summary = "What a client has to know: whether writing needs the token, where Grafana is")
    public Settings get() {
        return settings;
    }
}
