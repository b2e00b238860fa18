package dev.lossline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.drill.faults.Drills;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.Places;
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
    void listsEveryDrillWithASentence() {
        assertThat(run("--list")).isZero();
        assertThat(output().lines()).hasSameSizeAs(Drills.ALL);
        assertThat(output()).contains("trainer-killed   kill -9 of trainers");
    }

    /**
     * The script prints these files where nothing is built yet, and finds wrong names with them. With {@code
     * -Dlossline.drills.write=true} they are written anew.
     */
    @ParameterizedTest
    @CsvSource({"--list,drills.txt", "--help,usage.txt"})
    void theScriptSaysTheSameWithoutABuild(String option, Path file) throws IOException {
        assertThat(run(option)).isZero();
        if (Boolean.getBoolean("lossline.drills.write")) {
            Files.writeString(file, output());
        }
        assertThat(file).content().isEqualTo(output());
    }

    @Test
    void theScriptAnswersAWrongNameAtOnce() throws Exception {
        Process script = new ProcessBuilder("../../lossline", "drill", "--seed", "7", "trainer-kiled", "nope")
                .redirectErrorStream(true)
                .start();
        assertThat(script.inputReader(StandardCharsets.UTF_8).readLine())
                .isEqualTo("lossline: there is no drill 'trainer-kiled', 'nope'; there are: " + Drills.names());
        assertThat(script.waitFor()).isEqualTo(2);
    }

    @Test
    void aWrongNameIsAnsweredWithTheRightOnes() {
        assertThat(run("trainer-killed", "trainer-kiled")).isEqualTo(2);
        assertThat(errors.toString())
                .contains("there is no drill 'trainer-kiled'; there are:")
                .contains(Drills.names());
    }

    @Test
    void aWrongOptionIsWrongUsage() {
        assertThat(run("--slow")).isEqualTo(2);
        assertThat(errors.toString()).contains("--slow");
    }

    @Test
    void namesAreUniqueAndFitTheirColumn() {
        assertThat(Drills.ALL.stream().map(Drill::name)).doesNotHaveDuplicates().allMatch(name -> name.length() <= 16);
    }

    private int run(String... arguments) {
        Places places = Places.of(Map.of("LOSSLINE_HOME", "/nowhere"), Path.of("."));
        CommandLine line = DrillCommand.commandLine(
                new DrillCommand(places, new PrintStream(out, true, StandardCharsets.UTF_8), false));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(errors, true));
        return line.execute(arguments);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
