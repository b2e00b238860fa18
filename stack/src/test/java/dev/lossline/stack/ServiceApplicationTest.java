package dev.lossline.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceApplicationTest {
    @TempDir
    Path directory;

    @Test
    void remainsIntactDuringARebuild() throws IOException {
        Path library = built("lib/main/library.jar");
        built("quarkus-run.jar");
        Path jar = application().install();
        Files.delete(library);
        assertThat(jar).exists();
        assertThat(jar.resolveSibling("lib/main/library.jar")).exists();
    }

    @Test
    void replacesFilesOfAnEarlierBuild() throws IOException {
        Path library = built("lib/main/library.jar");
        built("quarkus-run.jar");
        Path jar = application().install();
        Files.delete(library);
        application().install();
        assertThat(jar.resolveSibling("lib/main/library.jar")).doesNotExist();
    }

    @Test
    void reportsAServiceThatIsNotBuilt() {
        assertThatThrownBy(() -> application().build())
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("evaluator is not built");
    }

    private Path built(String file) throws IOException {
        Path path = directory.resolve("evaluator/target/quarkus-app").resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, file);
    }

    private ServiceApplication application() {
        return new ServiceApplication(directory, Service.EVALUATOR, directory.resolve("installed"));
    }
}
