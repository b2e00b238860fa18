package dev.lossline.testing;

import dev.lossline.stack.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server's temporary directory, which is deleted when the test's JVM ends. */
final class TestDirectory {
    private static final String REMOVE = """
            trap '' INT TERM HUP
            read -r _
            kill -"$1" "$2"
            for second in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$2" || break; sleep 1; done
            kill -KILL "$2"
            rm -rf "$3"
            """;

    private final Path path;

    TestDirectory(String name) {
        try {
            path = Files.createTempDirectory("lossline-test-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    /**
     * Stops the server and deletes the directory when this JVM ends, even if it is killed, when shutdown hooks do not
     * run: a shell process waits for the end of a pipe that only this JVM holds open.
     */
    void removeWith(ServerProcess server, String signal) {
        String pid = Long.toString(server.pid());
        try {
            new ProcessBuilder("sh", "-c", REMOVE, "remove", signal, pid, path.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
