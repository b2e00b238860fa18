package dev.lossline.orchestrator.admission;

import dev.lossline.orchestrator.OrchestratorConfig;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Closes connections on which nothing is written for a while: clients that send a request one byte at a time, which an
 * idle timeout never detects, and clients that do not read the response.
 */
@ApplicationScoped
class ConnectionLimits implements HttpServerOptionsCustomizer {
    private final OrchestratorConfig config;

    ConnectionLimits(OrchestratorConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        // The unit that Quarkus sets for its own idle timeout.
        options.setWriteIdleTimeout((int) options.getIdleTimeoutUnit().convert(config.connectionSilence()));
    }
}
