package dev.lossline.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** How PostgreSQL, which refuses to run as root, is run by root: in a user namespace where root is nobody. */
final class NotRoot {
    private static final List<String> UNSHARE = List.of("unshare", "-U");

    private NotRoot() {}

    /**
     * What to put before a command.
     *
     * @throws ServerStartException where this is root and the machine allows no user namespaces
     */
    static List<String> prefix() throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (ServerLauncher.onPath("unshare") && succeeds("unshare", "-U", "true")) {
            return UNSHARE;
        }
        throw new ServerStartException("PostgreSQL refuses to run as root, and this machine has no unshare(1) or"
                + " allows no user namespaces; run as another user");
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
