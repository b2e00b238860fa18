package dev.lossline.drill.harness;

import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerStartException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free ports below the ephemeral range. Otherwise a client that keeps reconnecting to a stopped server could be
 * assigned the server's port and connect to itself.
 */
final class Ports {
    private static final int FIRST = 20_100;
    private static final int END = 32_000;

    private final Set<Integer> taken = new HashSet<>();

    int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (taken.add(port) && isFree(port)) {
                return port;
            }
            if (taken.size() == END - FIRST) {
                throw new ServerStartException("no free port from %d to %d".formatted(FIRST, END - 1));
            }
        }
    }

    private static boolean isFree(int port) {
        try {
            ServerLauncher.requireFree("a drill", port);
            return true;
        } catch (ServerStartException e) {
            return false;
        }
    }
}
