package dev.lossline.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The stack of all tests of the web page, because it takes half a minute to start. It is stopped after the last class. */
final class SharedStack implements BeforeAllCallback {
    private static Started started;

    @Override
    public void beforeAll(ExtensionContext context) {
        start(context);
    }

    TestStack stack() {
        return started.stack;
    }

    /** Starts the stack, unless it is running. */
    static TestStack start(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedStack.class))
                .computeIfAbsent("started", key -> started = Started.start(), Started.class);
        return started.stack;
    }

    private record Started(Path home, TestStack stack) implements AutoCloseable {
        static Started start() {
            try {
                Path home = Files.createTempDirectory("lossline-shared-");
                return new Started(home, TestStack.up(home));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws Exception {
            stack.close();
            delete(home);
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
