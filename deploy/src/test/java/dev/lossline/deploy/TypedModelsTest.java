package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.deploy.Manifests.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsKustomize
class TypedModelsTest {
    /** Pods and rules lie deep in some; there too an unknown field is found. */
    private static final List<String> DEEP = List.of(
            "/spec/template/spec/containers/0/startupProbe/httpGet",
            "/spec/template/spec/containers/0/lifecycle/preStop/sleep",
            "/spec/jobTargetRef/template/spec/containers/0/securityContext",
            "/spec/jobTargetRef/podFailurePolicy/rules/0/onPodConditions/0",
            "/spec/kafka/listeners/0",
            "/spec/authorization/acls/0/resource",
            "/spec/bootstrap/initdb",
            "/spec/triggers/0/metadata",
            "/spec/groups/0/rules/0",
            "/spec/podMetricsEndpoints/0",
            "/spec/ingress/0/from/0");

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void everyManifestIsOfItsModel(String overlay) throws Exception {
        Set<Kind> seen = EnumSet.noneOf(Kind.class);
        for (JsonNode manifest : Manifests.of(overlay).all()) {
            Kind kind = Kind.valueOf(manifest.required("kind").asText());
            assertThat(TypedModels.read(manifest)).isNotNull();
            assertThat(manifest.required("apiVersion").asText()).isEqualTo(TypedModels.apiVersion(kind));
            seen.add(kind);
        }
        assertThat(seen).containsAll(EnumSet.allOf(Kind.class));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void rejectsAFieldThatTheModelLacks(Kind kind) {
        JsonNode manifest = Manifests.of("cpu")
                .of(kind)
                .filter(m -> m.has("spec"))
                .findFirst()
                .orElse(null);
        if (manifest == null) {
            assertThat(kind).isIn(Kind.Namespace, Kind.ConfigMap);
            return;
        }
        assertRefused(manifest, "/spec");
    }

    @Test
    void findsItInNestedValues() {
        for (String place : DEEP) {
            Stream<JsonNode> having = Manifests.of("cpu").all().stream()
                    .filter(manifest -> manifest.at(place).isObject());
            assertRefused(having.findFirst().orElseThrow(() -> new AssertionError(place)), place);
        }
    }

    private static void assertRefused(JsonNode manifest, String place) {
        JsonNode changed = manifest.deepCopy();
        ((ObjectNode) changed.at(place)).put("unheardOf", 1);
        assertThatThrownBy(() -> TypedModels.read(changed))
                .as("%s%s", manifest.path("kind"), place)
                .isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("unheardOf");
    }
}
