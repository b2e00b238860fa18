package dev.lossline.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.lossline.stack.ServerProcess;
import java.time.Instant;
import java.util.Optional;

/**
 * What is noted of a part when it is started, so that a later command finds it.
 *
 * @param startedAt with the pid, tells it from another process that got its pid after a reboot
 * @param build what it was started from; null for a server
 */
record RunningPart(StackPart part, long pid, Instant startedAt, int port, String build) {
    static RunningPart of(StackPart part, ServerProcess process, int port, String build) {
        return new RunningPart(part, process.pid(), process.startedAt(), port, build);
    }

    /** Its process; empty where it has ended. */
    Optional<ServerProcess> process() {
        return ServerProcess.find(pid, startedAt);
    }

    @JsonIgnore
    boolean isAlive() {
        return process().isPresent();
    }

    String address() {
        return part.address(port);
    }
}
