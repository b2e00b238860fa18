package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Dashboards have the types that Grafana publishes; skipped where there is no Node, or no npm registry. */
class GrafanaTypesIT {
    private static final Path CHECK = Path.of("schema-check");

    @Test
    void dashboardsHaveGrafanasTypes() throws IOException, InterruptedException {
        assumeTrue(run("node", "--version").status() == 0, "Skipped: there is no Node here");
        if (!isInstalled()) {
            Run install = run("npm", "ci", "--no-audit", "--no-fund");
            assumeTrue(install.status() == 0, "Skipped: npm cannot install here: " + install.output());
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
