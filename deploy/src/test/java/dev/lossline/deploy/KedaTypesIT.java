package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.deploy.Manifests.Kind;
import dev.lossline.testing.NodePackage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Type-checks the KEDA manifests with types that are generated from KEDA's source. Skipped without Node. */
@NeedsKustomize
class KedaTypesIT {
    private final NodePackage node = NodePackage.in(Path.of("src/test/node"));

    @Test
    void everyManifestHasKedasTypes() {
        NodePackage.Run check = check(manifests());
        assertThat(check.status()).as(check.output() + check.errors()).isZero();
    }

    @Test
    void rejectsAFieldThatKedaLacks() {
        List<JsonNode> changed = manifests();
        ((ObjectNode) changed.getFirst().at("/spec/scalingStrategy")).put("unheardOf", 1);
        NodePackage.Run check = check(changed);
        assertThat(check.status()).isNotZero();
        assertThat(check.output()).contains("unheardOf");
    }

    private static List<JsonNode> manifests() {
        return Manifests.overlays().stream()
                .flatMap(overlay -> Stream.of(Kind.ScaledJob, Kind.TriggerAuthentication)
                        .flatMap(kind -> Manifests.of(overlay).of(kind)))
                .<JsonNode>map(JsonNode::deepCopy)
                .toList();
    }

    private NodePackage.Run check(List<JsonNode> manifests) {
        return node.run("check.mjs", manifests.stream().map(JsonNode::toString).collect(Collectors.joining("\n")));
    }
}
