package dev.lossline.cli.local;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.lossline.stack.ServerProcess;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of a started part, from which later commands find it.
 *
 * @param startedAt together with the pid, distinguishes it from another process with the same pid after a reboot
 * @param build the build it was started from; null for a server
 */
public record RunningPart(StackPart part, long pid, Instant startedAt, int port, String build) {
    static RunningPart of(StackPart part, ServerProcess process, int port, String build) {
        return new RunningPart(part, process.pid(), process.startedAt(), port, build);
    }

    /** The process; empty if it has ended. */
    Optional<ServerProcess> process() {
        return ServerProcess.find(pid, startedAt);
    }

    @JsonIgnore
    boolean isAlive() {
        return process().isPresent();
    }

    public String address() {
        return part.address(port);
    }
}
