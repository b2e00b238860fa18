package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.deploy.Manifests.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The operators match Lossline's manifests. */
@NeedsKustomize
class OperatorsTest {
    private static final String MONITORING = "kube-prometheus-stack";

    private final Manifests manifests = Manifests.of("gpu");
    private final Operators operators = Operators.read();

    @Test
    void everyChartHasAVersionAndStrimzisIsThatOfItsModels() throws IOException {
        long installed = Files.readString(Path.of("kubernetes/operators"))
                .lines()
                .filter(line -> line.startsWith("install "))
                .count();
        assertThat(operators.charts()).isNotEmpty().hasSize((int) installed);
        assertThat(Files.readString(Path.of("../pom.xml")))
                .contains("<strimzi.version>%s<"
                        .formatted(operators.of("strimzi-kafka-operator").version()));
    }

    /** The node exporter's pods use the node's network, which the namespace's security level forbids. */
    @Test
    void monitoringPodsAreAdmittedByTheNamespace() throws IOException {
        JsonNode namespace = manifests.of(Kind.Namespace).findFirst().orElseThrow();
        assertThat(operators.of(MONITORING).namespace()).isEqualTo(Manifests.name(namespace));
        assertThat(namespace
                        .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asText())
                .isEqualTo("baseline");
        assertThat(values().at("/nodeExporter/enabled").asBoolean(true)).isFalse();
    }

    /** Grafana's data sources take the servers' addresses from environment variables. */
    @Test
    void grafanaIsConfiguredWithTheServers() throws IOException {
        JsonNode grafana = values().required("grafana");
        Set<String> given = new HashSet<>();
        grafana.required("env").fieldNames().forEachRemaining(given::add);
        grafana.required("envValueFrom").fieldNames().forEachRemaining(given::add);
        String sources = Files.readString(Path.of("../dashboard/grafana/provisioning/datasources/lossline.yaml"));
        Set<String> asked = Pattern.compile("\\$(LOSSLINE_\\w+)")
                .matcher(sources)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(given).isEqualTo(asked);
        Set<String> compose = new HashSet<>(Set.of("LOSSLINE_READER_PASSWORD"));
        Compose.read().service("grafana").required("environment").fieldNames().forEachRemaining(compose::add);
        assertThat(compose).containsAll(asked);
    }

    /** The database of the manifests, the Secret that KEDA reads too, and the Prometheus that comes with this Grafana. */
    @Test
    void grafanasAddressesMatchTheServices() throws IOException {
        JsonNode env = values().at("/grafana/env");
        String server = Manifests.name(manifests.of(Kind.Cluster).findFirst().orElseThrow());
        assertThat(env.required("LOSSLINE_POSTGRES").asText()).isEqualTo(server + "-rw:5432");
        assertThat(env.required("LOSSLINE_POSTGRES_SSLMODE"))
                .isEqualTo(manifests.one(Kind.ScaledJob, "trainer-cpu").at("/spec/triggers/0/metadata/sslmode"));
        // As the chart names it: of the release and itself it takes the first 26 characters.
        assertThat(env.required("LOSSLINE_PROMETHEUS").asText())
                .isEqualTo("http://%s-prometheus:9090"
                        .formatted((operators.of(MONITORING).release() + "-" + MONITORING).substring(0, 26)));
        JsonNode keda = manifests
                .of(Kind.TriggerAuthentication)
                .findFirst()
                .orElseThrow()
                .at("/spec/secretTargetRef/0");
        JsonNode grafana = values().at("/grafana/envValueFrom/LOSSLINE_READER_PASSWORD/secretKeyRef");
        assertThat(grafana.required("name")).isEqualTo(keda.required("name"));
        assertThat(grafana.required("key")).isEqualTo(keda.required("key"));
    }

    private static JsonNode values() throws IOException {
        return Manifests.YAML.readTree(Path.of("kubernetes/monitoring.yaml").toFile());
    }
}
