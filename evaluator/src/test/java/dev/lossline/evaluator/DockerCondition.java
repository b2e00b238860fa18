package dev.lossline.evaluator;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.net.URI;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** See {@link NeedsDocker}. */
final class DockerCondition implements ExecutionCondition {
    private static final String SETTING = "LOSSLINE_TEST_DOCKER";
    private static final boolean REQUIRED = "required".equals(System.getenv(SETTING));

    /** The logger on which Testcontainers reports a missing Docker as a long error. */
    private static final Logger SEARCH = Logger.getLogger("org.testcontainers.dockerclient");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return enabled("its class is");
        }
        Optional<String> missing = findQuietly();
        if (missing.isEmpty()) {
            return enabled("Docker is here");
        }
        if (REQUIRED) {
            throw new IllegalStateException(SETTING + "=required, but " + missing.get());
        }
        // Maven counts the skipped and keeps the reason to itself.
        System.out.printf(
                "Skipped: %s. %s needs it; with %s=required this is a failure.%n",
                missing.get(), context.getDisplayName(), SETTING);
        return disabled(missing.get());
    }

    private static Optional<String> findQuietly() {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        Level level = SEARCH.getLevel();
        // JUnit asks before Quarkus sets its class loader, in which Testcontainers looks for its services.
        thread.setContextClassLoader(DockerClientFactory.class.getClassLoader());
        if (!REQUIRED) {
            SEARCH.setLevel(Level.OFF);
        }
        try {
            return find();
        } finally {
            SEARCH.setLevel(level);
            thread.setContextClassLoader(loader);
        }
    }

    /** Returns what is missing. */
    private static Optional<String> find() {
        String wanted = Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("");
        URI found;
        try {
            found = DockerClientFactory.instance().getTransportConfig().getDockerHost();
        } catch (IllegalStateException e) {
            return Optional.of("no Docker here");
        }
        // Testcontainers takes the next best; docker itself would not.
        if (!wanted.isEmpty() && !found.equals(URI.create(wanted))) {
            return Optional.of("no Docker here, none answers at DOCKER_HOST=" + wanted);
        }
        try {
            DockerClientFactory.instance().client();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("no Docker here that works: " + e.getMessage());
        }
    }
}
