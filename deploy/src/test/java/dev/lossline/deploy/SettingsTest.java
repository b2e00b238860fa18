package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Services read every variable that their pods set; renaming a key fails this test. */
@NeedsKustomize
class SettingsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SECTION = Pattern.compile("### (\\w+)");
    private static final Pattern ROW = Pattern.compile("\\| `[^`]+` \\| `([A-Z_]+)` \\|.*");

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void everyVariableIsReadByItsService(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);
        Map<String, Set<String>> own = ownVariables();
        for (Pod pod : manifests.pods()) {
            assertThat(pod.environment(manifests).keySet())
                    .as(pod.service())
                    .isNotEmpty()
                    .allSatisfy(variable -> {
                        if (variable.startsWith("LOSSLINE_")) {
                            assertThat(own.get(pod.service().replaceFirst("-.*", "")))
                                    .contains(variable);
                        } else if (variable.startsWith("KAFKA_")) {
                            assertKafkaSetting(variable);
                        } else {
                            assertThat(databaseVariables(pod.module())).contains(variable);
                        }
                    });
        }
    }

    @Test
    void requestsAsManyTrialsAsShareATrainer() {
        for (var job : Manifests.of("gpu").of(Manifests.Kind.ScaledJob).toList()) {
            Pod pod = Manifests.of("gpu").pods().stream()
                    .filter(p -> p.service().equals(Manifests.name(job)))
                    .findFirst()
                    .orElseThrow();
            assertThat(job.at("/spec/triggers/0/metadata/targetQueryValue").asText())
                    .isEqualTo(pod.environment(Manifests.of("gpu")).get("LOSSLINE_TRAINER_SLOTS"));
        }
    }

    /** Of the table that orchestrator's ConfigurationGuideTest makes of the services' configuration interfaces. */
    private static Map<String, Set<String>> ownVariables() throws IOException {
        Map<String, Set<String>> variables = new HashMap<>();
        String service = "";
        for (String line : Files.readAllLines(ROOT.resolve("docs/configuration.md"))) {
            Matcher section = SECTION.matcher(line);
            Matcher row = ROW.matcher(line);
            if (section.matches()) {
                service = section.group(1);
            } else if (row.matches()) {
                variables.computeIfAbsent(service, s -> new HashSet<>()).add(row.group(1));
            }
        }
        return variables;
    }

    /** Quarkus passes variables with the prefix KAFKA_ to Kafka's clients, with underscores replaced by dots. */
    private static void assertKafkaSetting(String variable) {
        String setting =
                variable.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
        assertThat(List.of(AdminClientConfig.configNames(), ConsumerConfig.configNames(), ProducerConfig.configNames()))
                .allSatisfy(client -> assertThat(client).contains(setting));
    }

    /** The keys of the service's properties file, and the password, which is in no file. */
    private static Set<String> databaseVariables(String module) throws IOException {
        Set<String> variables = new HashSet<>(Set.of("QUARKUS_DATASOURCE_PASSWORD"));
        for (String line : Files.readAllLines(ROOT.resolve(module + "/src/main/resources/application.properties"))) {
            if (line.startsWith("quarkus.datasource.")) {
                variables.add(
                        line.replaceFirst("=.*", "").toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
            }
        }
        return variables;
    }
}
