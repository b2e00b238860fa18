package dev.lossline.orchestrator;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Closes connections that nothing is written to for a while: of clients that send their request a byte at a time, which
 * an idle timeout never catches, and of clients that do not read their answer.
 */
@ApplicationScoped
class ConnectionLimits implements HttpServerOptionsCustomizer {
    private final OrchestratorConfig config;

    ConnectionLimits(OrchestratorConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        // In the unit that Quarkus sets for its own idle timeout.
        options.setWriteIdleTimeout((int) options.getIdleTimeoutUnit().convert(config.connectionSilence()));
    }
}
