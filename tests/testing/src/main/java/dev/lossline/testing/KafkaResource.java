package dev.lossline.testing;

import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.ServerLauncher;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * A real Kafka broker, started once a JVM and shared by its test classes: tests use ids of their own rather than a
 * broker of their own. It gives Quarkus {@code kafka.bootstrap.servers}; other tests call {@link #bootstrapServers()}.
 */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {
    private static KafkaBroker broker;

    /** Starts the broker where it does not run yet, and says where clients connect. */
    public static synchronized String bootstrapServers() {
        if (broker == null) {
            broker = startBroker();
        }
        return broker.address();
    }

    @Override
    public Map<String, String> start() {
        return Map.of("kafka.bootstrap.servers", bootstrapServers());
    }

    /** The broker stays for the next test class. */
    @Override
    public void stop() {}

    private static KafkaBroker startBroker() {
        TestDirectory directory = new TestDirectory("kafka");
        try {
            KafkaBroker started = KafkaBroker.launch(
                    directory.path(),
                    ServerLauncher.freePort(),
                    directory.path().resolve("kafka.log"));
            directory.removeWith(started.process(), KafkaBroker.STOP_SIGNAL.name());
            started.awaitReady();
            return started;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while Kafka started", e);
        }
    }
}
