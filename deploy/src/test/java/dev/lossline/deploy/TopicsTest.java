package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code base/topics.yaml} is generated from {@link Topic#ALL}, the topics that services create themselves:
 * {@code mvn -pl deploy -am test -Dtest=TopicsTest -Dlossline.deploy.write=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class TopicsTest {
    private static final Path FILE = Path.of("kubernetes/base/topics.yaml");
    private static final int REPLICAS = 3;

    @Test
    void theTopicsMatchThoseOfTheServices() throws IOException {
        String made = "# Generated from contract's Topic; TopicsTest describes how to regenerate it.\n"
                + Topic.ALL.stream().map(TopicsTest::manifest).collect(Collectors.joining("---\n"));
        if (Boolean.getBoolean("lossline.deploy.write")) {
            Files.writeString(FILE, made);
        }
        assertThat(FILE).as("stale: see TopicsTest").hasContent(made);
    }

    private static String manifest(Topic topic) {
        String settings = new TreeMap<>(topic.config())
                .entrySet().stream()
                        .map(setting -> "    %s: %s%n".formatted(setting.getKey(), setting.getValue()))
                        .collect(Collectors.joining());
        return """
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaTopic
                metadata:
                  name: %s
                  labels: { strimzi.io/cluster: lossline }
                spec:
                  partitions: %d
                  replicas: %d
                  config:
                %s""".formatted(topic.name(), topic.partitions(), REPLICAS, settings);
    }
}
