package dev.lossline.orchestrator;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the web page has to know of this installation. */
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
     * What a client has to know.
     *
     * @param tokenAsked whether calls that write need the API token
     * @param grafana address of Grafana for a browser; null where none is known
     */
    record Settings(boolean tokenAsked, String grafana) {}

    @GET
    @Operation(summary = "What a client has to know: whether writing needs the token, where Grafana is")
    public Settings get() {
        return settings;
    }
}
