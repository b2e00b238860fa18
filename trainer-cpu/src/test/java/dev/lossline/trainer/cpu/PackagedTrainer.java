package dev.lossline.trainer.cpu;

import dev.lossline.testing.KafkaResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The packaged trainer as a process of its own, with one slot. */
final class PackagedTrainer {
    private PackagedTrainer() {}

    static Process start(Path log, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", KafkaResource.bootstrapServers());
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("LOSSLINE_TRAINER_SLOTS", "1");
        builder.environment().putAll(settings);
        return builder.start();
    }
}
