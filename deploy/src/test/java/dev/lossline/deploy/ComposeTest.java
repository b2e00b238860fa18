package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No container of docker-compose.yml has more rights or passwords than it needs. */
class ComposeTest {
    /** Each volume with passwords, and the services that mount it. */
    private static final Map<String, Set<String>> PASSWORDS = Map.of(
            "passwords", Set.of("postgres"),
            "writer", Set.of("postgres", "evaluator"),
            "reader", Set.of("postgres", "orchestrator", "grafana"),
            "grafana-admin", Set.of("postgres", "grafana"));

    private final Compose compose = Compose.read();

    @Test
    void noContainerHasCapabilitiesOrGainsPrivileges() {
        assertThat(compose.services().properties()).hasSizeGreaterThan(7).allSatisfy(entry -> {
            JsonNode service = entry.getValue();
            assertThat(texts(service.path("cap_drop"))).as(entry.getKey()).containsExactly("ALL");
            assertThat(texts(service.path("security_opt"))).as(entry.getKey()).contains("no-new-privileges:true");
            assertThat(service.path("privileged").asBoolean())
                    .as(entry.getKey())
                    .isFalse();
            assertThat(texts(service.path("cap_add")))
                    .as(entry.getKey())
                    .isEqualTo(
                            entry.getKey().equals("postgres")
                                    ? Set.of("CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID")
                                    : Set.of());
        });
    }

    @Test
    void rootFileSystemsAreReadOnly() {
        Set<String> writable = compose.services().properties().stream()
                .filter(service -> !service.getValue().path("read_only").asBoolean())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(writable).containsExactlyInAnyOrder("kafka", "grafana");
    }

    @Test
    void containersMountOnlyThePasswordsTheyNeed() {
        Map<String, Set<String>> mounted = new HashMap<>();
        compose.services().properties().forEach(service -> {
            for (JsonNode volume : service.getValue().path("volumes")) {
                String source = volume.asText().replaceFirst(":.*", "");
                if (PASSWORDS.containsKey(source)) {
                    mounted.computeIfAbsent(source, any -> new TreeSet<>()).add(service.getKey());
                    assertThat(volume.asText().endsWith(":ro"))
                            .as("%s in %s", volume, service.getKey())
                            .isEqualTo(!service.getKey().equals("postgres"));
                }
            }
        });
        assertThat(mounted).isEqualTo(PASSWORDS);
    }

    /** No password is in an environment, but for the server's, which sets them. */
    @Test
    void environmentsHoldNoPasswords() {
        compose.services()
                .properties()
                .forEach(service -> service.getValue()
                        .path("environment")
                        .properties()
                        .forEach(variable -> assertThat(variable.getKey())
                                .as(service.getKey())
                                .matches(name -> service.getKey().equals("postgres")
                                        || !name.contains("PASSWORD")
                                        || name.endsWith("__FILE"))));
    }

    /** Containers read the files that {@code start-postgres} writes. */
    @Test
    void passwordsAreReadFromTheirFiles() throws IOException {
        String start = Files.readString(Path.of("compose/start-postgres"));
        assertThat(start)
                .contains("for role in writer reader; do", ">/run/$role/database.properties")
                .contains("cp reader /run/reader/password", "cp grafana /run/grafana-admin/password");
        assertThat(environment("orchestrator", "SMALLRYE_CONFIG_LOCATIONS"))
                .isEqualTo("/run/reader/database.properties");
        assertThat(environment("evaluator", "SMALLRYE_CONFIG_LOCATIONS")).isEqualTo("/run/writer/database.properties");
        assertThat(environment("grafana", "GF_SECURITY_ADMIN_PASSWORD__FILE")).isEqualTo("/run/grafana-admin/password");
        assertThat(compose.service("grafana").path("entrypoint").toString()).contains("/run/reader/password");
    }

    @Test
    void theOrchestratorIsServedByItsName() {
        assertThat(environment("orchestrator", "LOSSLINE_ALLOWED_HOSTS")).startsWith("orchestrator,");
    }

    private String environment(String service, String variable) {
        return compose.service(service).at("/environment/" + variable).asText();
    }

    private static Set<String> texts(JsonNode array) {
        return Manifests.stream(array).map(JsonNode::asText).collect(Collectors.toSet());
    }
}
