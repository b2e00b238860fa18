package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.contract.Device;
import dev.lossline.deploy.Manifests.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What overlays are made of, and what is theirs. */
@NeedsKustomize
class OverlaysTest {
    private static final Path DASHBOARDS = Path.of("../dashboard/grafana/dashboards");

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void everythingNamedIsThere(String overlay) {
        Manifests manifests = Manifests.of(overlay);
        Set<String> configMaps = new HashSet<>();
        manifests.of(Kind.ConfigMap).map(Manifests::name).forEach(configMaps::add);
        for (JsonNode manifest : manifests.all()) {
            manifest.findValues("configMapRef")
                    .forEach(ref ->
                            assertThat(configMaps).contains(ref.required("name").asText()));
            manifest.findValues("authenticationRef")
                    .forEach(ref -> manifests.one(
                            Kind.TriggerAuthentication, ref.required("name").asText()));
        }
        for (Pod pod : manifests.pods()) {
            assertThat(pod.container().required("volumeMounts").findValuesAsText("name"))
                    .as(pod.service())
                    .containsExactlyInAnyOrderElementsOf(
                            Manifests.stream(pod.spec().required("volumes"))
                                    .map(volume -> volume.required("name").asText())
                                    .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void allIsInOneNamespaceAndNothingIsLeftToFillIn(String overlay) {
        Manifests manifests = Manifests.of(overlay);
        String namespace =
                Manifests.name(manifests.of(Kind.Namespace).findFirst().orElseThrow());
        assertThat(manifests.all())
                .filteredOn(manifest -> !manifest.path("kind").asText().equals("Namespace"))
                .allSatisfy(manifest ->
                        assertThat(manifest.at("/metadata/namespace").asText()).isEqualTo(namespace));
        for (Kind kind : List.of(Kind.ScaledJob, Kind.KafkaUser)) {
            assertThat(manifests.of(kind).toList().toString())
                    .doesNotContain("-DEVICE", ".DEVICE", "'DEVICE'", "\"SLOTS\"", "\"CORES\"", "\"MEMORY\"");
        }
    }

    @Test
    void aPoolAsksForItsOwnTrialsAndStandsStillWithoutAny() {
        for (JsonNode job : Manifests.of("gpu").of(Kind.ScaledJob).toList()) {
            String device = Manifests.name(job).replace("trainer-", "");
            assertThat(Stream.of(Device.values()).map(Device::id)).contains(device);
            assertThat(job.at("/spec/triggers/0/metadata/query").asText()).contains("'" + device + "'");
            assertThat(job.at("/spec/minReplicaCount").asInt()).isZero();
        }
    }

    @Test
    void gpusAreAskedForWhereTheyAreNeeded() {
        for (Pod pod : Manifests.of("gpu").pods()) {
            boolean gpu = pod.service().equals("trainer-gpu");
            assertThat(pod.container().at("/resources/limits").has("nvidia.com/gpu"))
                    .isEqualTo(gpu);
            assertThat(pod.spec().at("/tolerations/0/key").asText()).isEqualTo(gpu ? "nvidia.com/gpu" : "");
            assertThat(pod.spec().at("/nodeSelector").isMissingNode()).isEqualTo(!gpu);
        }
        assertThat(Manifests.of("cpu").of(Kind.ScaledJob).map(Manifests::name)).containsExactly("trainer-cpu");
    }

    @Test
    void dashboardsAreThoseOfGrafanaHere() throws IOException {
        JsonNode dashboards = Manifests.of("cpu")
                .of(Kind.ConfigMap)
                .filter(map -> map.at("/metadata/labels").has("grafana_dashboard"))
                .findFirst()
                .orElseThrow()
                .required("data");
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            List<Path> all = files.toList();
            assertThat(dashboards).hasSize(all.size());
            for (Path file : all) {
                assertThat(dashboards.required(file.getFileName().toString()).asText())
                        .isEqualTo(Files.readString(file));
            }
        }
    }

    /** Grafana's data sources name servers by variables, which whoever runs Grafana gives it. */
    @Test
    void grafanaIsToldWhereTheServersAre() throws IOException {
        JsonNode grafana =
                Manifests.YAML.readTree(Path.of("monitoring.yaml").toFile()).required("grafana");
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

    /** As docs/kubernetes.md says: an overlay of one's own that says where the images are. */
    @Test
    void imagesOfAnotherRegistryAreOneLineEach(@TempDir Path folder) throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        StringBuilder kustomization = new StringBuilder("resources: [%s]\nimages:\n"
                .formatted(own.toRealPath().relativize(Path.of("overlays/gpu").toRealPath())));
        for (Pod pod : Manifests.of("gpu").pods()) {
            kustomization.append("  - { name: lossline/%1$s, newName: registry.example/%1$s, newTag: v7 }%n"
                    .formatted(pod.module()));
        }
        Files.writeString(own.resolve("kustomization.yaml"), kustomization);
        assertThat(Manifests.at(own).pods())
                .extracting(pod -> pod.container().required("image").asText())
                .containsExactlyInAnyOrder(
                        "registry.example/orchestrator:v7",
                        "registry.example/evaluator:v7",
                        "registry.example/trainer-cpu:v7",
                        "registry.example/trainer-gpu:v7");
    }
}
