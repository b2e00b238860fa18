package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods run the images that the Dockerfile makes, as compose does, and may no more than they must. */
@NeedsKustomize
class PodsTest {
    private static final Set<String> MADE_BY_YOU = Set.of("lossline-api", "lossline-reader");
    private static final Set<String> MADE_BY_OPERATORS =
            Set.of("lossline-cluster-ca-cert", "lossline-postgres-app", "lossline-postgres-ca");

    @Test
    void theGpuOverlayRunsEveryService() {
        assertThat(Manifests.of("gpu").pods())
                .extracting(Pod::module)
                .containsExactlyInAnyOrder("orchestrator", "evaluator", "trainer-cpu", "trainer-gpu");
    }

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void imagesAndMemoryAreThoseOfCompose(String overlay) {
        Compose compose = Compose.read();
        for (Pod pod : Manifests.of(overlay).pods()) {
            JsonNode service = compose.service(pod.service());
            assertThat(pod.container().required("image")).isEqualTo(service.required("image"));
            assertThat(Quantity.getAmountInBytes(new Quantity(
                            pod.container().at("/resources/limits/memory").asText())))
                    .as(pod.service())
                    .isEqualTo(Quantity.getAmountInBytes(new Quantity(service.required("mem_limit")
                            .asText()
                            .replace("m", "Mi")
                            .replace("g", "Gi"))));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void portsUserAndDirectoriesMatchTheImage(String overlay) throws IOException {
        String dockerfile = Files.readString(Path.of("../Dockerfile"));
        for (Pod pod : Manifests.of(overlay).pods()) {
            JsonNode container = pod.container();
            assertThat(container.at("/ports/0/containerPort").asText())
                    .isEqualTo(found("EXPOSE (\\d+)", dockerfile))
                    .isEqualTo(found("QUARKUS_HTTP_PORT=(\\d+)", dockerfile));
            assertThat(pod.spec().at("/securityContext/runAsUser").asText())
                    .isEqualTo(found("--uid (\\d+)", dockerfile));
            Set<String> mounted = Manifests.stream(container.required("volumeMounts"))
                    .map(mount -> mount.required("mountPath").asText())
                    .collect(Collectors.toSet());
            assertThat(mounted).contains(found(" HOME=(\\S+)", dockerfile));
            assertThat(found("DJL_CACHE_DIR=(\\S+)", dockerfile)).startsWith("/tmp/");
            if (pod.labels().containsKey("lossline.dev/fetches-datasets")) {
                assertThat(mounted).contains(found("LOSSLINE_DATASETS=(\\S+)", dockerfile));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void podsHaveNoUnneededPrivileges(String overlay) {
        for (Pod pod : Manifests.of(overlay).pods()) {
            assertThat(pod.spec().at("/securityContext/runAsNonRoot").asBoolean())
                    .as(pod.service())
                    .isTrue();
            assertThat(pod.spec().required("automountServiceAccountToken").asBoolean())
                    .isFalse();
            assertThat(pod.spec().required("enableServiceLinks").asBoolean()).isFalse();
            JsonNode may = pod.container().required("securityContext");
            assertThat(may.required("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(may.required("allowPrivilegeEscalation").asBoolean()).isFalse();
            assertThat(may.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(pod.container().at("/resources/requests").properties()).hasSizeGreaterThanOrEqualTo(2);
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertThat(pod.container().at("/" + probe + "/httpGet/port").asText())
                        .isEqualTo(pod.container().at("/ports/0/name").asText());
            }
        }
    }

    /** A trainer's manifest duplicates the shared part of the others, because Kustomize has no template for both. */
    @Test
    void trainersHaveWhatTheOtherServicesHave() {
        List<Pod> pods = Manifests.of("gpu").pods();
        JsonNode spec = pods.getFirst().spec();
        JsonNode container = pods.getFirst().container();
        for (Pod pod : pods) {
            for (String place : List.of(
                    "/securityContext",
                    "/automountServiceAccountToken",
                    "/enableServiceLinks",
                    "/terminationGracePeriodSeconds")) {
                assertThat(pod.spec().at(place)).as(pod.service() + place).isEqualTo(spec.at(place));
            }
            for (String place : List.of(
                    "/securityContext",
                    "/imagePullPolicy",
                    "/ports",
                    "/startupProbe/httpGet",
                    "/startupProbe/periodSeconds",
                    "/livenessProbe",
                    "/readinessProbe")) {
                assertThat(pod.container().at(place)).as(pod.service() + place).isEqualTo(container.at(place));
            }
            assertThat(volume(pod, "tmp")).as(pod.service()).isEqualTo(volume(pods.getFirst(), "tmp"));
        }
    }

    /** The orchestrator is stopped after requests are no longer routed to it, with enough time to finish. */
    @Test
    void theOrchestratorWaitsForItsLastCalls() throws IOException {
        Pod orchestrator = Manifests.of("cpu").pods().stream()
                .filter(pod -> pod.service().equals("orchestrator"))
                .findFirst()
                .orElseThrow();
        int waits =
                orchestrator.container().at("/lifecycle/preStop/sleep/seconds").asInt();
        int ends = Integer.parseInt(found(
                "quarkus.shutdown.timeout=(\\d+)s",
                Files.readString(Path.of("../orchestrator/src/main/resources/application.properties"))));
        assertThat(waits).isPositive();
        assertThat(orchestrator.spec().at("/terminationGracePeriodSeconds").asInt())
                .isGreaterThan(waits + ends);
    }

    /** All deployments have several replicas on different nodes, of which a drain keeps at least one. */
    @Test
    void deploymentsAreReplicatedWithADisruptionBudget() {
        Manifests manifests = Manifests.of("cpu");
        manifests.of(Manifests.Kind.Deployment).forEach(deployment -> {
            assertThat(deployment.at("/spec/replicas").asInt()).isGreaterThan(1);
            assertThat(deployment.at("/spec/template/spec/affinity/podAntiAffinity"))
                    .isNotEmpty();
            JsonNode budget = manifests.one(Manifests.Kind.PodDisruptionBudget, Manifests.name(deployment));
            assertThat(budget.at("/spec/selector")).isEqualTo(deployment.at("/spec/selector"));
            assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void secretsAreReferencedButNotContained(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);
        Set<String> named = new HashSet<>();
        for (JsonNode manifest : manifests.all()) {
            assertThat(manifest.path("kind").asText()).isNotEqualTo("Secret");
            manifest.findValues("secretKeyRef")
                    .forEach(ref -> named.add(ref.required("name").asText()));
            manifest.findValuesAsText("secretName").forEach(named::add);
            manifest.findValues("passwordSecret")
                    .forEach(ref -> named.add(
                            Manifests.name(Manifests.YAML.createObjectNode().set("metadata", ref))));
            manifest.findValues("secretTargetRef")
                    .forEach(refs ->
                            refs.forEach(ref -> named.add(ref.required("name").asText())));
        }
        Set<String> expected = new HashSet<>(MADE_BY_YOU);
        expected.addAll(MADE_BY_OPERATORS);
        manifests.of(Manifests.Kind.KafkaUser).map(Manifests::name).forEach(expected::add);
        assertThat(named).isEqualTo(expected);
        assertThat(Files.readString(Path.of("../docs/kubernetes.md"))).contains(MADE_BY_YOU);
    }

    /** Each pod comes with the certificate of its own user. */
    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void eachServiceIsItsOwnUserOfTheBroker(String overlay) {
        for (Pod pod : Manifests.of(overlay).pods()) {
            assertThat(pod.variables()
                            .filter(variable ->
                                    variable.required("name").asText().startsWith("KAFKA_SSL_KEYSTORE_"))
                            .map(variable ->
                                    variable.at("/valueFrom/secretKeyRef/name").asText()))
                    .as(pod.service())
                    .hasSize(2)
                    .containsOnly(pod.service());
        }
    }

    private static JsonNode volume(Pod pod, String name) {
        return Manifests.stream(pod.spec().required("volumes"))
                .filter(volume -> volume.required("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
