package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.deploy.Manifests.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is KEDA's has the types of KEDA's source; skipped where there is no Node, or no npm registry. */
@NeedsKustomize
class KedaTypesIT {
    private static final Path CHECK = Path.of("schema-check");

    @TempDir
    static Path directory;

    private record Run(int status, String output) {}

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(run("", "node", "--version").status() == 0, "Skipped: there is no Node here");
        Path installed = CHECK.resolve("node_modules/.package-lock.json");
        Path wanted = CHECK.resolve("package-lock.json");
        if (!Files.exists(installed)
                || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) < 0) {
            Run install = run("", "npm", "ci", "--no-audit", "--no-fund");
            assumeTrue(install.status() == 0, "Skipped: npm cannot install here: " + install.output());
        }
    }

    @Test
    void everyManifestHasKedasTypes() throws Exception {
        Run check = check(manifests());
        assertThat(check.status()).as(check.output()).isZero();
    }

    @Test
    void aFieldThatKedaDoesNotKnowIsAnError() throws Exception {
        List<JsonNode> changed = manifests();
        ((ObjectNode) changed.getFirst().at("/spec/scalingStrategy")).put("unheardOf", 1);
        Run check = check(changed);
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

    private static Run check(List<JsonNode> manifests) throws Exception {
        String lines = manifests.stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
        return run(lines, "node", "check.mjs");
    }

    private static Run run(String input, String... command) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Path given = Files.writeString(Files.createTempFile(directory, "input", ".txt"), input);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(CHECK.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(given.toFile())
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Run(-1, "took longer than three minutes");
            }
            return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Run(-1, e.getMessage());
        }
    }
}
