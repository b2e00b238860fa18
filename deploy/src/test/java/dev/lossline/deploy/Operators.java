package dev.lossline.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The manifests in {@code deploy/kubernetes/operators}. */
record Operators(List<Chart> charts) {
    private static final Pattern INSTALL = Pattern.compile("(?m)^install (\\S+) (\\S+) \\S+ (\\S+) --version (\\S+)");

    /** @param release the name by which it is installed */
    record Chart(String release, String name, String namespace, String version) {}

    static Operators read() {
        try {
            return new Operators(INSTALL.matcher(Files.readString(Path.of("kubernetes/operators")))
                    .results()
                    .map(found -> new Chart(found.group(1), found.group(2), found.group(3), found.group(4)))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Chart of(String chart) {
        return charts.stream()
                .filter(other -> other.name().equals(chart))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not installed, or without a version: " + chart));
    }
}
