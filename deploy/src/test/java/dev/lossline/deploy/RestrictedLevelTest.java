package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A namespace that enforces {@code restricted} admits Lossline's own pods. */
@NeedsKustomize
class RestrictedLevelTest {
    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void everyPodOfOursIsAdmitted(String overlay) {
        assertThat(Manifests.of(overlay).pods())
                .isNotEmpty()
                .allSatisfy(pod -> assertThat(RestrictedLevel.violations(pod.template()))
                        .as(pod.service())
                        .isEmpty());
    }

    /** A kind that makes pods and is missing in {@link Manifests#pods()} would not be looked at. */
    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void everyPodTemplateIsLookedAt(String overlay) {
        Manifests manifests = Manifests.of(overlay);
        long templates = manifests.all().stream()
                .mapToLong(manifest -> manifest.findParents("containers").size())
                .sum();
        assertThat(manifests.pods()).hasSize((int) templates);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/spec                                          | { hostNetwork: true }",
                "/spec                                          | { hostPID: true }",
                "/spec                                          | { hostIPC: true }",
                "/spec                                          | { volumes: [{ name: a, hostPath: { path: / } }] }",
                "/spec                                          | { volumes: [{ name: a, nfs: { path: / } }] }",
                "/spec                                          | { initContainers: [{ name: a }] }",
                "/spec                                          | { ephemeralContainers: [{ name: a }] }",
                "/spec/securityContext                          | { runAsNonRoot: false }",
                "/spec/securityContext                          | { runAsUser: 0 }",
                "/spec/securityContext                          | { seccompProfile: { type: Unconfined } }",
                "/spec/securityContext                          | { windowsOptions: { hostProcess: true } }",
                "/spec/securityContext                          | { seLinuxOptions: { type: spc_t } }",
                "/spec/securityContext                          | { seLinuxOptions: { user: a } }",
                "/spec/securityContext                          | { appArmorProfile: { type: Unconfined } }",
                "/spec/securityContext                          | { sysctls: [{ name: kernel.msgmax, value: '1' }] }",
                "/metadata                                      | { annotations: {"
                        + " container.apparmor.security.beta.kubernetes.io/service: unconfined } }",
                "/spec/containers/0/securityContext             | { privileged: true }",
                "/spec/containers/0/securityContext             | { allowPrivilegeEscalation: true }",
                "/spec/containers/0/securityContext             | { capabilities: { drop: [NET_RAW] } }",
                "/spec/containers/0/securityContext             | { capabilities: { drop: [ALL], add: [CHOWN] } }",
                "/spec/containers/0/securityContext             | { procMount: Unmasked }",
                "/spec/containers/0/securityContext             | { runAsUser: 0 }",
                "/spec/containers/0/securityContext             | { runAsNonRoot: false }",
                "/spec/containers/0/securityContext             | { seccompProfile: { type: Unconfined } }",
                "/spec/containers/0                             | { securityContext: {} }",
                "/spec/containers/0                             | { ports: [{ containerPort: 1, hostPort: 1 }] }",
                "/spec/containers/0/livenessProbe/httpGet       | { host: evil.example }",
            })
    void reportsViolationsOfTheLevel(String place, String change) throws IOException {
        JsonNode template = orchestrator();
        ((ObjectNode) template.at(place)).setAll((ObjectNode) Manifests.YAML.readTree(change));
        assertThat(RestrictedLevel.violations(template)).isNotEmpty();
    }

    @Test
    void reportsMissingRequirements() {
        for (String required : new String[] {"runAsNonRoot", "seccompProfile"}) {
            JsonNode template = orchestrator();
            ((ObjectNode) template.at("/spec/securityContext")).remove(required);
            assertThat(RestrictedLevel.violations(template)).as(required).isNotEmpty();
        }
    }

    private static JsonNode orchestrator() {
        return Manifests.of("cpu")
                .one(Manifests.Kind.Deployment, "orchestrator")
                .at("/spec/template")
                .deepCopy();
    }
}
