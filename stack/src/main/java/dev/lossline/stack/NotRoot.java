package dev.lossline.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Runs PostgreSQL, which refuses to run as root, in a user namespace that maps root to nobody. */
final class NotRoot {
    private static final List<String> UNSHARE = List.of("unshare", "-U");

    private NotRoot() {}

    /**
     * The prefix for a command; empty if the current user is not root.
     *
     * @throws ServerStartException if the user is root and the machine does not allow user namespaces
     */
    static List<String> prefix() throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (ServerLauncher.onPath("unshare") && succeeds("unshare", "-U", "true")) {
            return UNSHARE;
        }
        throw new ServerStartException("PostgreSQL refuses to run as root, and this machine has no unshare(1) or"
                + " does not allow user namespaces. Run as another user");
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
