package dev.lossline.testing;

import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.ServerLauncher;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * A real Kafka broker, started once per JVM and shared by its test classes, which must therefore use unique ids. It sets
 * {@code kafka.bootstrap.servers} for Quarkus; other tests call {@link #bootstrapServers()}.
 */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {
    private static KafkaBroker broker;

    /** Starts the broker unless it is running, and returns the value of {@code bootstrap.servers} for clients. */
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

    /** Does nothing: the next test class uses the same broker. */
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
