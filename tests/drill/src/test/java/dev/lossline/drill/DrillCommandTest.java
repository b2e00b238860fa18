package dev.lossline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.drill.faults.Drills;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DrillCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter errors = new StringWriter();

    @Test
    void listsEveryDrillWithADescription() {
        assertThat(run("--list")).isZero();
        assertThat(output().lines()).hasSameSizeAs(Drills.ALL);
        assertThat(output()).contains("trainer-killed   repeated kill -9 of trainers");
    }

    /**
     * The script prints these files and checks names against them before anything is built. {@code
     * -Dlossline.drills.write=true} regenerates them.
     */
    @ParameterizedTest
    @CsvSource({"--list,drills.txt", "--help,usage.txt"})
    void theScriptPrintsTheSameWithoutABuild(String option, Path file) throws IOException {
        assertThat(run(option)).isZero();
        if (Boolean.getBoolean("lossline.drills.write")) {
            Files.writeString(file, output());
        }
        assertThat(file).content().isEqualTo(output());
    }

    @Test
    void theScriptRejectsAnUnknownNameWithoutABuild() throws Exception {
        Process script = new ProcessBuilder("../../lossline", "drill", "--seed", "7", "trainer-kiled", "nope")
                .redirectErrorStream(true)
                .start();
        assertThat(script.inputReader(StandardCharsets.UTF_8).readLine())
                .isEqualTo("lossline: unknown drill 'trainer-kiled', 'nope'; available drills: " + Drills.names());
        assertThat(script.waitFor()).isEqualTo(2);
    }

    @Test
    void listsTheDrillsIfANameIsUnknown() {
        assertThat(run("trainer-killed", "trainer-kiled")).isEqualTo(2);
        assertThat(errors.toString())
                .contains("unknown drill 'trainer-kiled'; available drills:")
                .contains(Drills.names());
    }

    @Test
    void rejectsAnUnknownOption() {
        assertThat(run("--slow")).isEqualTo(2);
        assertThat(errors.toString()).contains("--slow");
    }

    @Test
    void namesAreUniqueAndFitTheirColumn() {
        assertThat(Drills.ALL.stream().map(Drill::name)).doesNotHaveDuplicates().allMatch(name -> name.length() <= 16);
    }

    private int run(String... arguments) {
        DrillPaths paths = DrillPaths.of(Map.of("LOSSLINE_HOME", "/nowhere"), Path.of("."));
        CommandLine line = DrillCommand.commandLine(
                new DrillCommand(paths, new PrintStream(out, true, StandardCharsets.UTF_8), false));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(errors, true));
        return line.execute(arguments);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
