package dev.lossline.trainer.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuTest {
    @TempDir
    Path driver;

    @Test
    void isNamedAsTheDriverNamesIt() throws Exception {
        Path gpu = Files.createDirectories(driver.resolve("0000:04:00.0"));
        Files.writeString(gpu.resolve("information"), "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ: 42\n");
        assertThat(Gpu.name(driver)).isEqualTo("NVIDIA H100 80GB HBM3");
    }

    @Test
    void hasANameIfTheDriverIsHidden() {
        assertThat(Gpu.name(driver.resolve("none"))).isEqualTo("NVIDIA GPU");
    }
}
