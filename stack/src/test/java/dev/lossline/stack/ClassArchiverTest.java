package dev.lossline.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiverTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String APPLICATION_CLASS = "dev/lossline/stack/StopSignal";

    @TempDir
    Path directory;

    private Path jar;

    @BeforeEach
    void build() throws IOException {
        Path built = directory.resolve("evaluator/target/quarkus-app");
        Files.createDirectories(built);
        jar = built.resolve("quarkus-run.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream type = StopSignal.class.getResourceAsStream("StopSignal.class")) {
            entries.putNextEntry(new JarEntry(APPLICATION_CLASS + ".class"));
            type.transferTo(entries);
        }
    }

    @Test
    void recordsClassesOnlyWithoutAnArchive() throws IOException {
        assertThat(application().classOptions()).isEmpty();
        assertThat(application().recordingClasses().classOptions())
                .containsExactly("-XX:DumpLoadedClassList=" + classList());

        Path archive = writeInvalidArchive();

        assertThat(application().recordingClasses().classOptions()).contains("-XX:SharedArchiveFile=" + archive);
        assertThat(application().classOptions()).contains("-XX:SharedArchiveFile=" + archive);
        assertThat(application().withoutArchive().classOptions()).isEmpty();
    }

    @Test
    void eachBuildHasItsOwnArchive() throws IOException {
        writeInvalidArchive();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
        assertThat(application().archive().exists()).isFalse();
    }

    @Test
    void createsAnArchiveThatTheJvmAcceptsInAnyDirectoryAndRemovesOlderOnes() throws Exception {
        Path older = Files.createDirectories(application().archive().file().getParent())
                .resolve("older.jsa");
        Files.writeString(older, "of an earlier build");
        writeClassList();

        ServerProcess process = archiver().start(List.of(application())).orElseThrow();

        assertThat(process.ended(DEADLINE)).isTrue();
        assertThat(application().archive().exists()).as(log()).isTrue();
        assertThat(older).doesNotExist();
        assertThat(archiver().start(List.of(application()))).isEmpty();
        assertThat(jvmExitCode(application(), "-Xshare:on")).as(log()).isZero();
        ServiceApplication elsewhere =
                new ServiceApplication(directory, Service.EVALUATOR, directory.resolve("another/installed"));
        assertThat(jvmExitCode(elsewhere, "-Xshare:on")).as(log()).isZero();
    }

    @Test
    void theJvmIgnoresAnInvalidArchive() throws Exception {
        writeInvalidArchive();
        assertThat(jvmExitCode(application(), "-Xshare:auto")).isZero();
    }

    @Test
    void createsNoArchiveIfNoClassesWereRecorded() {
        assertThat(archiver().start(List.of(application()))).isEmpty();
        application().install();
        assertThat(archiver().start(List.of(application()))).isEmpty();
    }

    @Test
    void createsNoArchiveFromClassesOfAnEarlierBuild() throws IOException {
        writeClassList();
        Path next = directory.resolve("next.jar");
        Files.copy(jar, next);
        Files.setLastModifiedTime(next, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
        Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);

        assertThat(archiver().start(List.of(application()))).isEmpty();
    }

    private Path writeInvalidArchive() throws IOException {
        Path file = application().archive().file();
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "not an archive");
    }

    private void writeClassList() throws IOException {
        application().install();
        Files.writeString(
                classList(), "java/lang/Object id: 0\njava/lang/Enum id: 1\n" + APPLICATION_CLASS + " id: 2\n");
    }

    private Path classList() {
        return directory.resolve("installed/classes.list");
    }

    private int jvmExitCode(ServiceApplication application, String share) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ServiceLauncher.options(Service.EVALUATOR));
        command.addAll(application.classOptions());
        command.addAll(List.of(share, "-cp", application.install().toString(), "-version"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start()
                .waitFor();
    }

    private ServiceApplication application() {
        return new ServiceApplication(directory, Service.EVALUATOR, directory.resolve("installed"));
    }

    private ClassArchiver archiver() {
        return new ClassArchiver(logFile());
    }

    private Path logFile() {
        return directory.resolve("archiver.log");
    }

    private String log() throws IOException {
        return Files.readString(logFile());
    }
}
