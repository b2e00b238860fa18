package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.stack.ServerLauncher;
import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.Service;
import dev.lossline.stack.ServiceApplication;
import dev.lossline.stack.ServiceLauncher;
import dev.lossline.stack.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests services that are started before Kafka and PostgreSQL. */
class WaitingServiceIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void orchestratorStopsWhileWaitingForKafka() throws Exception {
        endsWhileItWaits(Service.ORCHESTRATOR, "could not be established");
    }

    @Test
    void evaluatorStopsWhileWaitingForPostgres() throws Exception {
        endsWhileItWaits(Service.EVALUATOR, "Retrying in");
    }

    private void endsWhileItWaits(Service service, String waits) throws Exception {
        Path log = directory.resolve("service.log");
        ServiceApplication application =
                new ServiceApplication(Path.of("../..").toRealPath(), service, directory.resolve("service"));
        ServerProcess waiting = new ServiceLauncher(application, log, Map.of())
                .launch(ServerLauncher.freePort(), "127.0.0.1:" + ServerLauncher.freePort(), ServerLauncher.freePort());
        try {
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (!Files.readString(log).contains(waits)) {
                assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(deadline);
                waiting.ended(Duration.ofMillis(200));
            }
            assertThat(waiting.stop(StopSignal.TERM, GRACE))
                    .as("clean shutdown")
                    .isTrue();
        } finally {
            waiting.kill();
        }
    }
}
