package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Type-checks the dashboards with the types that Grafana publishes. Skipped without Node or an npm registry. */
class GrafanaTypesIT {
    private static final Path CHECK = Path.of("schema-check");

    @Test
    void dashboardsMatchGrafanasTypes() throws IOException, InterruptedException {
        assumeTrue(run("node", "--version").status() == 0, "Skipped: Node is not installed");
        if (!isInstalled()) {
            Run install = run("npm", "ci", "--no-audit", "--no-fund");
            assumeTrue(install.status() == 0, "Skipped: npm ci failed: " + install.output());
        }

        Run check = run("node", "check.mjs");

        assertThat(check.status()).as(check.output()).isZero();
    }

    private static boolean isInstalled() throws IOException {
        Path installed = CHECK.resolve("node_modules/.package-lock.json");
        return Files.exists(installed)
                && Files.getLastModifiedTime(installed)
                                .compareTo(Files.getLastModifiedTime(CHECK.resolve("package-lock.json")))
                        >= 0;
    }

    private record Run(int status, String output) {}

    private static Run run(String... command) throws InterruptedException, IOException {
        Path output = Files.createTempFile("schema-check", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(CHECK.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Run(-1, "took longer than two minutes");
            }
            return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Run(-1, e.getMessage());
        } finally {
            Files.delete(output);
        }
    }
}
