package dev.lossline.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceDocumentTest {
    @TempDir
    private Path folder;

    @Test
    void replacesASectionWithoutChangingTheRest() throws IOException {
        Path file = folder.resolve("performance.md");
        PerformanceDocument document = new PerformanceDocument(file);
        document.replace("training", "## Training\n\nold\n");
        document.replace("queries", "## Queries\n\nfast\n");
        String byHand = Files.readString(file) + "\nWritten by hand.\n";
        Files.writeString(file, byHand);

        document.replace("training", "## Training\n\nnew\n");

        assertThat(Files.readString(file))
                .isEqualTo(byHand.replace("old", "new"))
                .startsWith("# How fast");
    }
}
