package dev.lossline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void findsAPartThatRuns() {
        RunningPart self = self(ProcessHandle.current().info().startInstant().orElseThrow());
        runDirectory().note(self);
        assertThat(runDirectory().running()).containsExactly(java.util.Map.entry(StackPart.KAFKA, self));
    }

    @Test
    void ignoresAnotherProcessWithThePid() {
        RunningPart before = self(Instant.parse("2020-01-01T00:00:00Z"));
        runDirectory().note(before);
        assertThat(runDirectory().running()).isEmpty();
        assertThat(runDirectory().find(StackPart.KAFKA)).contains(before);
    }

    @Test
    void ignoresAPartialFile() throws IOException {
        Files.writeString(directory.resolve("kafka.json"), "{\"part\":\"KAF");
        assertThat(runDirectory().find(StackPart.KAFKA)).isEmpty();
    }

    @Test
    void forgetsAPart() {
        runDirectory().note(self(Instant.now()));
        runDirectory().forget(StackPart.KAFKA);
        assertThat(runDirectory().find(StackPart.KAFKA)).isEmpty();
    }

    @Test
    void allowsOneCommandAtATime() throws InterruptedException {
        AtomicBoolean waited = new AtomicBoolean();
        RunDirectory.Lock first = runDirectory().lock(() -> {});
        try (RunDirectory.Lock second = runDirectory().lock(() -> {
            waited.set(true);
            first.close();
        })) {
            assertThat(second.channel().isOpen()).isTrue();
        }
        assertThat(waited).isTrue();
    }

    private RunDirectory runDirectory() {
        return new RunDirectory(directory);
    }

    private static RunningPart self(Instant startedAt) {
        return new RunningPart(StackPart.KAFKA, ProcessHandle.current().pid(), startedAt, 19_092, null);
    }
}
