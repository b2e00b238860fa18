package dev.lossline.drill.harness;

import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerStartException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports below those that systems give to outgoing connections: a client that tries again and again to reach a
 * server that is away could otherwise be given the server's port, and be connected to itself.
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
                throw new ServerStartException("no port from %d to %d is free".formatted(FIRST, END - 1));
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
