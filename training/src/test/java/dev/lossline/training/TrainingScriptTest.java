package dev.lossline.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.specification.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class TrainingScriptTest {

    @Test
    void theCompiledScriptIsMadeOfItsSource() throws IOException {
        byte[] source = Files.readAllBytes(Path.of("src/main/python/dense_training.py"));

        assertThat(digestInScript())
                .as("run: python3 src/main/python/dense_training.py")
                .isEqualTo(Sha256.of(source));
    }

    @Test
    void saysWhatWentWrongWithoutTheScriptsTraceback() {
        String message = """
                The following operation failed in the TorchScript interpreter.
                Traceback of TorchScript, serialized code (most recent call last):
                  File "code/__torch__.py", line 35, in sgd
                RuntimeError: DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes
                """;

        assertThat(TrainingScript.cause(message))
                .isEqualTo("DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes");
        assertThat(TrainingScript.cause("mat1 and mat2 shapes")).isEqualTo("mat1 and mat2 shapes");
    }

    private static String digestInScript() throws IOException {
        Path script = Path.of("src/main/resources/dev/lossline/training", TrainingScript.RESOURCE);
        try (ZipFile file = new ZipFile(script.toFile());
                InputStream digest = file.getInputStream(file.getEntry("dense_training/extra/source.sha256"))) {
            return new String(digest.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
