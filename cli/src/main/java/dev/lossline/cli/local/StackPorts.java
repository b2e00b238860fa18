package dev.lossline.cli.local;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerStartException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Chooses ports: from the environment, else the part's previous port, else the default or the next free one. */
final class StackPorts {
    private static final int MAX_ATTEMPTS = 100;
    private static final int LAST_PORT = 65_535;

    private final Map<String, String> environment;
    private final Consumer<String> notes;
    private final Set<Integer> chosen = new HashSet<>();

    StackPorts(Map<String, String> environment, Consumer<String> notes) {
        this.environment = environment;
        this.notes = notes;
    }

    int choose(StackPart part, Optional<Integer> before) {
        String wanted = environment.get(part.portVariable());
        int port = wanted == null || wanted.isBlank()
                ? free(part, before.orElse(part.defaultPort()))
                : require(part, wanted);
        chosen.add(port);
        return port;
    }

    private int free(StackPart part, int first) {
        for (int port = first; port < Math.min(first + MAX_ATTEMPTS, LAST_PORT); port++) {
            if (isFree(part, port)) {
                if (port != first) {
                    notes.accept("Port %d is in use; %s uses %d instead (to choose, set %s)"
                            .formatted(first, part.title(), port, part.portVariable()));
                }
                return port;
            }
        }
        throw new CliException(
                ExitCode.FAILED,
                "no free port for %s, starting at %d; set %s".formatted(part.title(), first, part.portVariable()));
    }

    private int require(StackPart part, String wanted) {
        int port;
        try {
            port = Integer.parseInt(wanted.trim());
        } catch (NumberFormatException e) {
            port = 0;
        }
        if (port < 1 || port > LAST_PORT) {
            throw new CliException(
                    ExitCode.USAGE, "%s is '%s'; must be 1 to 65535".formatted(part.portVariable(), wanted));
        }
        if (!isFree(part, port)) {
            throw new CliException(
                    ExitCode.FAILED,
                    "port %d for %s is in use. Free it, or set %s to another port"
                            .formatted(port, part.title(), part.portVariable()));
        }
        return port;
    }

    private boolean isFree(StackPart part, int port) {
        if (chosen.contains(port)) {
            return false;
        }
        try {
            ServerLauncher.requireFree(part.title(), port);
            return true;
        } catch (ServerStartException e) {
            return false;
        }
    }
}
