package dev.lossline.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Main class of the broker's JVM: formats the data directory if it is new, then runs Kafka. */
final class KafkaBrokerMain {
    private KafkaBrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        Path settings = Path.of(arguments[0]);
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(settings)) {
            properties.load(reader);
        }
        // Formatting writes this file last.
        if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
            String[] format = {"format", "--config", settings.toString(), "--cluster-id", arguments[1]};
            int status = StorageTool.execute(format, System.out);
            if (status != 0) {
                System.exit(status);
            }
        }
        Kafka.main(new String[] {settings.toString()});
    }
}
