package dev.lossline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.cli.command.Lossline;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.contract.api.DeadLetterRepresentation;
import dev.lossline.contract.api.ExperimentPageRepresentation;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.api.Problem;
import dev.lossline.contract.event.State;
import dev.lossline.specification.document.Location;
import dev.lossline.specification.violation.Violation;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private static final String EXPERIMENT = "GET /api/experiments/" + Samples.ID;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter errors = new StringWriter();
    private FakeOrchestrator orchestrator;

    @BeforeEach
    void start() throws IOException {
        orchestrator = new FakeOrchestrator()
                .on("GET /api/experiments?limit=1", 200, Samples.page(Samples.summary(State.COMPLETED)))
                .on("GET /api/experiments?limit=100", 200, Samples.page(Samples.summary(State.COMPLETED)))
                .on("GET /api/experiments?id=abcd&limit=5", 200, Samples.page(Samples.summary(State.COMPLETED)))
                .on("GET /api/experiments?id=ffff&limit=5", 200, Samples.page())
                .on(EXPERIMENT + "/trials", 200, Samples.trials())
                .on("POST /api/experiments", 202, Map.of("id", Samples.ID));
    }

    @AfterEach
    void stop() {
        orchestrator.close();
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(run("completion", "bash")).isZero();
        Path script = Files.writeString(directory.resolve("completion"), output());

        assertThat(completions(script, "lossline", "ex")).containsExactly("export");
        assertThat(completions(script, "lossline", "export", "--c")).containsExactly("--csv");
    }

    private static List<String> completions(Path script, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", """
                source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _complete_lossline; printf '%s\\n' "${COMPREPLY[@]}"
                """, script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = bash.inputReader()) {
            return lines.lines().toList();
        }
    }

    @Test
    void submitsYamlAndWatchesUntilTheEnd() throws IOException {
        orchestrator
                .on(EXPERIMENT, 404, new Problem(null, "Not found", 404, null, null))
                .on(EXPERIMENT, 200, Samples.experiment(State.RUNNING, null))
                .on(EXPERIMENT, 200, Samples.experiment(State.COMPLETED, null));
        assertThat(run("submit", yaml(), "--watch")).isZero();
        assertThat(output()).contains(Samples.ID.toString(), "trial 2 learningRate=0.01: running", "97.12 %", "best");
        assertThat(orchestrator.requests()).contains("POST /api/experiments application/yaml Bearer secret");
    }

    @Test
    void failsIfTheExperimentFailed() {
        orchestrator.on(EXPERIMENT, 200, Samples.experiment(State.FAILED, null));
        assertThat(run("watch", "abcd")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void survivesARestartOfTheOrchestrator() {
        orchestrator
                .on(EXPERIMENT, 503, new Problem(null, "Starting", 503, null, null))
                .on(EXPERIMENT, 200, Samples.experiment(State.COMPLETED, null));
        assertThat(run("watch", "last")).isZero();
        assertThat(output()).contains("The orchestrator is not responding; retrying");
    }

    @Test
    void printsALinePerViolation() throws IOException {
        orchestrator.close();
        orchestrator = new FakeOrchestrator()
                .on(
                        "POST /api/experiments",
                        422,
                        new Problem(
                                null,
                                "The experiment is refused",
                                422,
                                null,
                                List.of(
                                        new Violation("model.hidden[0]", "0", "1 to 16384"),
                                        new Violation("name", null, "1 to 200 characters"))));
        assertThat(run("submit", yaml())).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).isEqualTo("""
                        lossline: The experiment is refused
                          model.hidden[0] is 0; allowed: 1 to 16384
                          name is missing; allowed: 1 to 200 characters
                        """);
    }

    @Test
    void locatesAViolation() throws IOException {
        orchestrator.close();
        orchestrator = new FakeOrchestrator()
                .on(
                        "POST /api/experiments",
                        400,
                        new Problem(
                                null,
                                "Malformed document",
                                400,
                                null,
                                List.of(Violation.of(new Location(2, 8), "This '[' is never closed. Add ']'."))));
        assertThat(run("submit", yaml())).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).isEqualTo("""
                        lossline: Malformed document
                          line 2, column 8: This '[' is never closed. Add ']'.
                        """);
    }

    @Test
    void sendsADocumentByteForByte() throws IOException {
        byte[] latin1 = "name: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve("latin-1.yaml"), latin1);
        run("submit", file.toString());
        assertThat(orchestrator.lastBody()).isEqualTo(latin1);
    }

    @Test
    void readsAYamlFileThatStartsWithABraceAsYaml() throws IOException {
        run(
                "submit",
                Files.writeString(directory.resolve("flow.yaml"), "{name: a}").toString());
        run("submit", Files.writeString(directory.resolve("a.json"), "{}").toString());
        assertThat(orchestrator.requests())
                .containsExactly(
                        "POST /api/experiments application/yaml Bearer secret",
                        "POST /api/experiments application/json Bearer secret");
    }

    @Test
    void reportsAnUnreachableServer() {
        orchestrator.close();
        assertThat(run("list")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(errors.toString()).contains("no response from http://127.0.0.1", "LOSSLINE_URL");
    }

    @Test
    void reportsAnUnknownId() {
        assertThat(run("show", "ffff")).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("no experiment id contains 'ffff'");
    }

    @Test
    void listsExperimentsThatMatchAPartOfAnId() {
        ExperimentSummaryRepresentation found = Samples.summary(State.COMPLETED);
        orchestrator.on(
                "GET /api/experiments?id=0193&limit=5",
                200,
                new ExperimentPageRepresentation(List.of(found, found), 7, "next"));
        assertThat(run("show", "0193")).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString())
                .contains("7 experiment ids contain '0193'", Samples.ID + "  quickstart", "and 5 more");
    }

    @Test
    void saysThatAListIsTruncatedAndHowToContinue() {
        orchestrator
                .on(
                        "GET /api/experiments?limit=1&name=it%27s&state=running%2Cpaused",
                        200, new ExperimentPageRepresentation(List.of(Samples.summary(State.RUNNING)), 110, "abc"))
                .on("GET /api/experiments?after=abc&limit=100", 200, Samples.page(Samples.summary(State.COMPLETED)));
        assertThat(run("list", "--limit", "1", "--state", "running,paused", "--name", "it's"))
                .isZero();
        assertThat(output())
                .contains("1 of 110 shown. For more: ./lossline list --limit 1 --state running,paused --name 'it'\\''s'"
                        + " --after abc");
        out.reset();
        assertThat(run("list", "--after", "abc")).isZero();
        assertThat(output()).contains("quickstart").doesNotContain("shown");
    }

    @Test
    void exportsARowPerTrial() {
        orchestrator.on(EXPERIMENT, 200, Samples.experiment(State.COMPLETED, null));
        assertThat(run("export", "abcd", "--csv")).isZero();
        assertThat(output().lines()).hasSize(4).first().asString().startsWith("experiment,trialId,trial,state");
    }

    @Test
    void savesAModel() throws IOException {
        byte[] model = {1, 2, 3};
        orchestrator.on("GET /api/trials/" + Samples.ID + ".1/model", 200, model);
        Path file = directory.resolve("model.safetensors");
        assertThat(run("model", "last.1", "-o", file.toString())).isZero();
        assertThat(file).hasBinaryContent(model);
    }

    @Test
    void rejectsAModelFileWithAnotherExtension() {
        orchestrator.on("GET /api/trials/" + Samples.ID + ".1/model", 200, new byte[] {1});
        assertThat(run("model", "last.1", "-o", "model.pt")).isEqualTo(ExitCode.USAGE);
        assertThat(errors)
                .hasToString("lossline: cannot write a model as model.pt; allowed extensions: .safetensors\n");
        assertThat(orchestrator.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.pdf", "X.PDF", "a.md/x.docx", "report.txt"})
    void rejectsAReportFileWithAnotherExtension(String file) {
        assertThat(run("report", "last", "-o", file)).isEqualTo(ExitCode.USAGE);
        assertThat(errors)
                .hasToString("lossline: cannot write a report as " + file
                        + "; allowed extensions: .html, .htm, .md, .markdown\n");
        assertThat(orchestrator.requests()).isEmpty();
    }

    @Test
    void listsExperimentsWithTheirAges() {
        assertThat(run("list")).isZero();
        assertThat(output()).containsPattern("quickstart +completed .* \\d+ d ago");
    }

    @Test
    void savesAReportInTheFormatOfItsExtension() {
        byte[] markdown = "# learning-rate\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] html = "<!DOCTYPE html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String report = "GET /api/experiments/" + Samples.ID + "/report?download=true&format=";
        orchestrator.on(report + "markdown", 200, markdown).on(report + "html", 200, html);
        Path file = directory.resolve("report.md");
        assertThat(run("report", "last", "-o", file.toString())).isZero();
        assertThat(file).hasBinaryContent(markdown);
        assertThat(run("report", "last", "-o", file.toString(), "--format", "html"))
                .isZero();
        assertThat(file).hasBinaryContent(html);
        assertThat(run("report", "last", "-o", "-", "--format", "markdown")).isZero();
        assertThat(output()).contains("# learning-rate");
    }

    @Test
    void showsATrialWithItsConfusionMatrix() {
        orchestrator
                .on("GET /api/trials/" + Samples.ID + ".1", 200, Samples.trial(1, State.COMPLETED, 20, 0.1))
                .on("GET /api/trials/" + Samples.ID + ".1/evaluation", 200, Samples.evaluation());
        assertThat(run("show", "abcd.1")).isZero();
        assertThat(output()).contains("completed, epoch 20/20", "Test accuracy 90.00 %");
    }

    @ParameterizedTest
    @CsvSource({"cancel, is cancelled", "pause, is paused", "resume, is resumed", "retry, is retried"})
    void controlsAnExperiment(String command, String done) {
        orchestrator.on("POST /api/experiments/" + Samples.ID + "/" + command, 202, Map.of());
        assertThat(run(command, "last")).isZero();
        assertThat(output()).contains(done);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "pause", "resume", "retry"})
    void failsIfTheExperimentIsInAnotherState(String command) {
        orchestrator.on(
                "POST /api/experiments/" + Samples.ID + "/" + command,
                409,
                Map.of(
                        "title",
                        "Conflict with the current state",
                        "status",
                        409,
                        "detail",
                        "It has ended (completed)."));
        assertThat(run(command, "last")).isEqualTo(ExitCode.FAILED);
        assertThat(errors.toString()).contains("Conflict with the current state: It has ended (completed).");
        assertThat(output()).isEmpty();
    }

    @Test
    void listsDeadLettersWithoutTheirCommandsToTheTerminal() {
        orchestrator.on("GET /api/dead-letters?limit=50", 200, List.of(letter(null)));
        assertThat(run("dead-letters")).isZero();
        assertThat(output())
                .contains(
                        "0-17  2026-11-23T01:00:00Z  lossline.training-3@42  k\\u001b[2J",
                        "1,234",
                        "recorder  no event")
                .doesNotContain("\u001b");
        out.reset();
        assertThat(run("dead-letters", "--json")).isZero();
        assertThat(output()).contains("\"id\" : \"0-17\"").doesNotContain("\u001b");
    }

    @Test
    void showsADeadLetter() {
        String body = Base64.getEncoder().encodeToString("{\"type\": \u0007".getBytes(StandardCharsets.UTF_8));
        orchestrator.on("GET /api/dead-letters/0-17", 200, letter(body));
        assertThat(run("dead-letters", "show", "17")).isZero();
        assertThat(output())
                .contains("reason   no event", "header   own: 1", "1,234 bytes, the first 10", "{\"type\": \\u0007");
    }

    @Test
    void sendsADeadLetterAgain() {
        orchestrator.on(
                "POST /api/dead-letters/0-17/resend",
                202,
                new DeadLetterRepresentation.Resent("lossline.training", 3, 99));
        assertThat(run("dead-letters", "resend", "0-17")).isZero();
        assertThat(output()).contains("Sent again as lossline.training-3@99");
        assertThat(run("dead-letters", "resend", "../x")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void doesNotRebuildARemoteStack() {
        assertThat(run("rebuild")).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("LOSSLINE_URL names another");
    }

    private static DeadLetterRepresentation letter(String body) {
        return new DeadLetterRepresentation(
                "0-17",
                Instant.parse("2026-11-23T01:00:00Z"),
                "lossline.training",
                3,
                42L,
                "k\u001b[2J",
                1_234,
                "no event",
                "recorder",
                List.of(new DeadLetterRepresentation.Header("own", "1")),
                body);
    }

    @Test
    void rejectsUnknownCommands() {
        assertThat(run("submitt")).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("'submitt'").contains("submit");
    }

    @Test
    void reportsAMissingFile() {
        assertThat(run("submit", "nowhere.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(errors).hasToString("lossline: file not found: nowhere.yaml\n");
    }

    @Test
    void reportsThatNoStackIsRunning() {
        assertThat(run("status")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(output()).contains("PostgreSQL     down");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "down",
                "status",
                "submit",
                "watch",
                "list",
                "show",
                "pause",
                "resume",
                "retry",
                "cancel",
                "export",
                "model",
                "report",
                "reproduce",
                "rebuild",
                "dead-letters",
                "doctor",
                "bench",
                "test"
            })
    void explainsEachCommand(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(output()).startsWith("Usage: ./lossline " + command).contains("Exit codes:");
    }

    private int run(String... arguments) {
        Settings settings = new Settings(
                directory, directory, Map.of("LOSSLINE_URL", orchestrator.url(), "LOSSLINE_API_TOKEN", "secret"));
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        return Lossline.run(settings, terminal, new PrintWriter(errors, true), arguments);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String yaml() throws IOException {
        return Files.writeString(directory.resolve("experiment.yaml"), "name: quickstart")
                .toString();
    }
}
