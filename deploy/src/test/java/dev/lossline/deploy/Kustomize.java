package dev.lossline.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Kustomize of this machine.
 *
 * @param build the command that builds a folder, but for the folder
 */
record Kustomize(List<String> build) {
    private static final int MIN_VERSION = 5;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.\\d+\\.\\d+");

    static Optional<Kustomize> find() {
        if (isNewEnough(List.of("kustomize", "version"))) {
            return Optional.of(new Kustomize(List.of("kustomize", "build")));
        }
        return isNewEnough(List.of("sh", "-c", "kubectl version --client | grep Kustomize"))
                ? Optional.of(new Kustomize(List.of("kubectl", "kustomize")))
                : Optional.empty();
    }

    /** The manifests of a directory, as YAML. */
    String build(Path folder) {
        List<String> command = new ArrayList<>(build);
        command.add(folder.toString());
        try {
            return run(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNewEnough(List<String> command) {
        try {
            Matcher version = VERSION.matcher(run(command));
            return version.find() && Integer.parseInt(version.group(1)) >= MIN_VERSION;
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return output;
    }
}
