package dev.lossline.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Events lie in logs for years, so a golden file stays as it is: a test that fails because of one is right. A new file
 * is added to {@code SHA256SUMS} too: {@code sha256sum *.json}.
 */
class GoldenEventsTest {
    private static final Path EVENTS = Path.of("src/test/resources/events/v1");

    @Test
    void noGoldenFileWasChanged() throws Exception {
        try (Stream<Path> files = Files.list(EVENTS)) {
            List<String> sums = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(GoldenEventsTest::sum)
                    .toList();
            assertThat(sums).isNotEmpty().isEqualTo(Files.readAllLines(EVENTS.resolve("SHA256SUMS")));
        }
    }

    private static String sum(Path file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(hash) + "  " + file.getFileName();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
