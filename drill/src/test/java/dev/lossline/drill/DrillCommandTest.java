package dev.lossline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
        line.setErr(new PrintWriter(errors, true));
        return line.execute(arguments);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
