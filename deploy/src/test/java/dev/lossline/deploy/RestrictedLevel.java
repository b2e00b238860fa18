package dev.lossline.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The controls of the level {@code restricted}, those of {@code baseline} included, as the <a
 * href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">pod security standards</a> list them.
 */
final class RestrictedLevel {
    private static final Set<String> VOLUMES = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");
    private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");
    private static final Set<String> SELINUX_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");
    private static final Set<String> SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_rmem",
            "net.ipv4.tcp_wmem");
    private static final List<String> HANDLERS =
            List.of("/livenessProbe", "/readinessProbe", "/startupProbe", "/lifecycle/postStart", "/lifecycle/preStop");

    private RestrictedLevel() {}

    /** The violations of a pod template; empty if the pod is admitted. */
    static List<String> violations(JsonNode template) {
        List<String> found = new ArrayList<>();
        JsonNode spec = template.path("spec");
        namespaces(spec, found);
        volumes(spec, found);
        shared("pod", spec.path("securityContext"), found);
        template.at("/metadata/annotations").properties().stream()
                .filter(annotation -> annotation.getKey().startsWith("container.apparmor.security.beta.kubernetes.io/"))
                .map(Map.Entry::getValue)
                .filter(profile -> !profile.asText().equals("runtime/default")
                        && !profile.asText().startsWith("localhost/"))
                .forEach(profile -> found.add("AppArmor " + profile));
        for (JsonNode sysctl : spec.at("/securityContext/sysctls")) {
            refuse(!SYSCTLS.contains(sysctl.path("name").asText()), "sysctl " + sysctl, found);
        }
        containers(spec).forEach(container -> container(container, spec.path("securityContext"), found));
        return found;
    }

    /** All containers of a pod, including init containers. */
    private static Stream<JsonNode> containers(JsonNode spec) {
        return Stream.of("containers", "initContainers", "ephemeralContainers")
                .flatMap(kind -> Manifests.stream(spec.path(kind)));
    }

    private static void namespaces(JsonNode spec, List<String> found) {
        for (String namespace : List.of("hostNetwork", "hostPID", "hostIPC")) {
            refuse(spec.path(namespace).asBoolean(), namespace, found);
        }
    }

    /** A volume has a name and one field for its type. */
    private static void volumes(JsonNode spec, List<String> found) {
        for (JsonNode volume : spec.path("volumes")) {
            volume.fieldNames()
                    .forEachRemaining(type ->
                            refuse(!type.equals("name") && !VOLUMES.contains(type), "volume type " + type, found));
        }
    }

    /** Settings that are forbidden for pods and containers. */
    private static void shared(String where, JsonNode security, List<String> found) {
        refuse(security.at("/windowsOptions/hostProcess").asBoolean(), where + " hostProcess", found);
        refuse(
                !SELINUX_TYPES.contains(security.at("/seLinuxOptions/type").asText())
                        || security.at("/seLinuxOptions").has("user")
                        || security.at("/seLinuxOptions").has("role"),
                where + " seLinuxOptions",
                found);
        refuse(security.at("/appArmorProfile/type").asText().equals("Unconfined"), where + " appArmorProfile", found);
        refuse(
                security.has("runAsNonRoot") && !security.path("runAsNonRoot").asBoolean(),
                where + " runAsNonRoot",
                found);
        refuse(security.path("runAsUser").asInt(1) == 0, where + " runAsUser 0", found);
        refuse(
                security.has("seccompProfile")
                        && !SECCOMP.contains(security.at("/seccompProfile/type").asText()),
                where + " seccompProfile",
                found);
    }

    private static void container(JsonNode container, JsonNode pod, List<String> found) {
        String name = container.path("name").asText();
        JsonNode security = container.path("securityContext");
        shared(name, security, found);
        refuse(security.path("privileged").asBoolean(), name + " privileged", found);
        refuse(security.path("allowPrivilegeEscalation").asBoolean(true), name + " allowPrivilegeEscalation", found);
        refuse(!security.path("procMount").asText("Default").equals("Default"), name + " procMount", found);
        refuse(
                !security.has("runAsNonRoot") && !pod.path("runAsNonRoot").asBoolean(),
                name + " runAsNonRoot is not set",
                found);
        refuse(
                !security.has("seccompProfile") && !pod.has("seccompProfile"),
                name + " seccompProfile is not set",
                found);
        refuse(
                Manifests.stream(security.at("/capabilities/drop"))
                        .noneMatch(dropped -> dropped.asText().equals("ALL")),
                name + " keeps capabilities",
                found);
        for (JsonNode added : security.at("/capabilities/add")) {
            refuse(!added.asText().equals("NET_BIND_SERVICE"), name + " capability " + added, found);
        }
        for (JsonNode port : container.path("ports")) {
            refuse(port.path("hostPort").asInt() != 0, name + " hostPort", found);
        }
        for (String handler : HANDLERS) {
            refuse(
                    container.at(handler + "/httpGet").has("host")
                            || container.at(handler + "/tcpSocket").has("host"),
                    name + " host of " + handler,
                    found);
        }
    }

    private static void refuse(boolean violated, String what, List<String> found) {
        if (violated) {
            found.add(what);
        }
    }
}
