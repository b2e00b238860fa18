package dev.lossline.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceMetricsTest {
    @TempDir
    private Path directory;

    @Test
    void readsTheResidentMemoryInBytes() throws IOException {
        Path status = directory.resolve("status");
        Files.writeString(status, "Name:\tjava\nVmHWM:\t  700000 kB\nVmRSS:\t  612340 kB\nThreads:\t41\n");
        assertThat(ServiceMetrics.residentBytes(status)).isEqualTo(612_340 * 1024.0);
    }

    @Test
    void saysNothingWhereThereIsNothingToRead() {
        assertThat(ServiceMetrics.residentBytes(directory.resolve("none"))).isNaN();
    }
}
