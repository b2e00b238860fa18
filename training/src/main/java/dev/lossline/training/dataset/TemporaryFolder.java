package dev.lossline.training.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary directory to run programs in; closing deletes it. */
record TemporaryFolder(Path path) implements AutoCloseable {

    private static final String OUTPUT = "output.log";

    static TemporaryFolder create() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("lossline-dataset-"));
    }

    /**
     * Runs a program in the directory and waits for it to end.
     *
     * @throws IOException if it cannot be started or fails; the message ends with the last line of its output
     * @throws InterruptedException if the thread is interrupted; the program is terminated
     */
    void run(String... command) throws IOException, InterruptedException {
        Path output = path.resolve(OUTPUT);
        Process process = new ProcessBuilder(command)
                .directory(path.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.getOutputStream().close();
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with status " + status + ": "
                        + lastLine(Files.readString(output, StandardCharsets.ISO_8859_1)));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The only file in the directory with that ending. */
    Path find(String ending) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + ending + " file was downloaded"));
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String lastLine(String output) {
        return output.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line.strip());
    }
}
