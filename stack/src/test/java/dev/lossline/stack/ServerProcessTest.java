package dev.lossline.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
    @Test
    void findsAProcessByPidAndStartTime() {
        ServerProcess self = ServerProcess.of(ProcessHandle.current());
        assertThat(ServerProcess.find(self.pid(), self.startedAt())).isPresent();
    }

    @Test
    void ignoresAnotherProcessWithTheSamePid() {
        long pid = ProcessHandle.current().pid();
        assertThat(ServerProcess.find(pid, Instant.parse("2020-01-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void killsAProcessThatDoesNotEndInTime() throws IOException, InterruptedException {
        Process stubborn =
                new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done").start();
        stubborn.inputReader().readLine();
        ServerProcess process = ServerProcess.of(stubborn.toHandle());
        assertThat(process.stop(StopSignal.TERM, Duration.ofMillis(300))).isFalse();
        assertThat(process.alive()).isFalse();
    }

    @Test
    void killsASuspendedProcess() throws IOException, InterruptedException {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        ServerProcess process = ServerProcess.of(sleeper.toHandle());
        process.freeze();
        assertThat(process.alive()).isTrue();
        process.kill();
        assertThat(process.alive()).isFalse();
    }
}
