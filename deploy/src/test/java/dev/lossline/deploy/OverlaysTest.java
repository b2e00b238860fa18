package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.deploy.Manifests.Kind;
import dev.lossline.specification.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The content of the overlays and their differences. */
@NeedsKustomize
class OverlaysTest {
    private static final Path DASHBOARDS = Path.of("../dashboard/grafana/dashboards");
    private static final Path DATA_SOURCES = Path.of("../dashboard/grafana/provisioning/datasources/lossline.yaml");

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
    void aPoolScalesWithItsOwnTrialsAndToZero() {
        for (JsonNode job : Manifests.of("gpu").of(Kind.ScaledJob).toList()) {
            String device = Manifests.name(job).replace("trainer-", "");
            assertThat(Stream.of(Device.values()).map(Device::id)).contains(device);
            assertThat(job.at("/spec/triggers/0/metadata/query").asText()).contains("'" + device + "'");
            assertThat(job.at("/spec/minReplicaCount").asInt()).isZero();
        }
        for (Pod pod : Manifests.of("gpu").pods()) {
            boolean trainer = pod.service().startsWith("trainer-");
            assertThat(pod.environment(Manifests.of("gpu")).getOrDefault("LOSSLINE_TRAINER_EXIT_WHEN_IDLE", "never"))
                    .as("%s: only jobs end by themselves", pod.service())
                    .matches(trainer ? "[1-9]\\d*s" : "never");
        }
    }

    /** Failures are limited, so a trainer that cannot start is not started forever. Draining a node does not count. */
    @Test
    void aTrainerThatFailsIsTriedAgainLaterEachTime() {
        for (JsonNode job : Manifests.of("gpu").of(Kind.ScaledJob).toList()) {
            JsonNode target = job.at("/spec/jobTargetRef");
            assertThat(target.required("backoffLimit").asInt()).isPositive();
            JsonNode rule = target.at("/podFailurePolicy/rules/0");
            assertThat(rule.required("action").asText()).isEqualTo("Ignore");
            assertThat(rule.at("/onPodConditions/0/type").asText()).isEqualTo("DisruptionTarget");
            assertThat(rule.at("/onPodConditions/0/status").asText()).isEqualTo("True");
            assertThat(target.at("/template/spec/restartPolicy").asText())
                    .as("Kubernetes takes a podFailurePolicy with this one only")
                    .isEqualTo("Never");
        }
    }

    @Test
    void onlyGpuPodsRequestGpus() {
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
    void dashboardsMatchTheProvisionedOnes() throws IOException {
        assertThat(grafanas("grafana-datasources", "grafana_datasource")
                        .required("lossline.yaml")
                        .asText())
                .isEqualTo(Files.readString(DATA_SOURCES));
        JsonNode dashboards = grafanas("grafana-dashboards", "grafana_dashboard");
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            List<Path> all = files.toList();
            assertThat(dashboards).hasSize(all.size());
            for (Path file : all) {
                assertThat(dashboards.required(file.getFileName().toString()).asText())
                        .isEqualTo(Files.readString(file));
            }
        }
    }

    /** A custom overlay that sets the images, as in docs/kubernetes.md. */
    @Test
    void imagesOfAnotherRegistryAreOneLineEach(@TempDir Path folder) throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        StringBuilder kustomization = new StringBuilder("resources: [%s]\nimages:\n"
                .formatted(own.toRealPath()
                        .relativize(Path.of("kubernetes/overlays/gpu").toRealPath())));
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

    /** The name must not change: the sidecar would read both versions of a file. */
    private static JsonNode grafanas(String name, String label) {
        JsonNode map = Manifests.of("cpu").one(Kind.ConfigMap, name);
        assertThat(map.at("/metadata/labels/" + label).asText()).isEqualTo("1");
        return map.required("data");
    }
}
