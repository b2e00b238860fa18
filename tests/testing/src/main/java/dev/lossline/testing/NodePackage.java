package dev.lossline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A directory with a {@code package.json}, a lock file and scripts that tests run with Node. Dependencies are installed
 * beside them, again only when the lock file changes.
 */
public final class NodePackage {
    private static final String SETTING = "LOSSLINE_TEST_NODE";
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Path directory;

    /**
     * The end of a process.
     *
     * @param status its exit status
     * @param output what it wrote to standard output
     * @param errors what it wrote to standard error
     */
    public record Run(int status, String output, String errors) {}

    private NodePackage(Path directory) {
        this.directory = directory;
    }

    /**
     * Installs a package's dependencies unless they are installed. Without Node, npm or a registry, this skips the test that
     * calls it, or fails it if the environment variable {@code LOSSLINE_TEST_NODE} is {@code required}.
     */
    public static NodePackage in(Path directory) {
        NodePackage installed = new NodePackage(directory);
        try {
            installed.exec("", "node", "--version");
            installed.install();
        } catch (IOException e) {
            skip(e.getMessage());
        }
        return installed;
    }

    /** Runs one of the package's scripts with this standard input. */
    public Run run(String script, String input) {
        try {
            return exec(input, "node", script);
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + directory.resolve(script), e);
        }
    }

    private void install() throws IOException {
        Path lock = directory.resolve("package-lock.json");
        Path installed = directory.resolve("node_modules/.installed.json");
        if (Files.exists(installed) && Files.mismatch(installed, lock) == -1) {
            return;
        }
        Run install = exec("", "npm", "ci", "--no-audit", "--no-fund");
        if (install.status() != 0) {
            throw new IOException("npm ci in " + directory + " failed: " + install.errors());
        }
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void skip(String reason) {
        if ("required".equals(System.getenv(SETTING))) {
            throw new IllegalStateException(SETTING + "=required, but " + reason);
        }
        // Maven prints the number of skipped tests, but not why they are skipped.
        System.out.printf("Skipped: %s. With %s=required, this is a failure.%n", reason, SETTING);
        Assumptions.abort(reason);
    }

    private Run exec(String input, String... command) throws IOException {
        Path files = Files.createTempDirectory("lossline-node");
        Path in = Files.writeString(files.resolve("in"), input);
        Path out = files.resolve("out");
        Path errors = files.resolve("errors");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " took longer than " + TIMEOUT);
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(errors));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + String.join(" ", command), e);
        } finally {
            for (Path file : new Path[] {in, out, errors, files}) {
                Files.deleteIfExists(file);
            }
        }
    }
}
