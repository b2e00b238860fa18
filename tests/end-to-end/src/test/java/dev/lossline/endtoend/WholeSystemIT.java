package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lossline.endtoend.CommandLine.Result;
import dev.lossline.stack.ServerLauncher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the whole system through the command line: broker, database and services as processes, with real MNIST. */
class WholeSystemIT {
    private static final Pattern EXPERIMENT_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Map<String, Integer> SERVICES = Map.of(
            "orchestrator", ServerLauncher.freePort(),
            "evaluator", ServerLauncher.freePort(),
            "trainer-cpu", ServerLauncher.freePort());

    @TempDir
    static Path home;

    private static CommandLine lossline;
    private static int postgres;

    @BeforeAll
    static void up() throws Exception {
        postgres = ServerLauncher.freePort();
        lossline = new CommandLine(
                home,
                Map.of(
                        "LOSSLINE_LOG", "json",
                        "LOSSLINE_DATASETS", datasetsOfThisMachine(),
                        "LOSSLINE_PORT_POSTGRES", Integer.toString(postgres),
                        "LOSSLINE_PORT_KAFKA", Integer.toString(ServerLauncher.freePort()),
                        "LOSSLINE_PORT_ORCHESTRATOR", Integer.toString(SERVICES.get("orchestrator")),
                        "LOSSLINE_PORT_EVALUATOR", Integer.toString(SERVICES.get("evaluator")),
                        "LOSSLINE_PORT_TRAINER", Integer.toString(SERVICES.get("trainer-cpu"))));
        Result up = lossline.run("up");
        assertThat(up.exitCode()).as(up.output()).isZero();
    }

    @AfterAll
    static void down() throws Exception {
        Result down = lossline.run("down");
        assertThat(down.exitCode()).as(down.output()).isZero();
        assertThat(lossline.processes()).isEmpty();
    }

    /** The expected values are those of PyTorch's script: training/src/test/python. */
    @Test
    void recordsTheSameNumbersAsPyTorch() throws Exception {
        Result submitted = submit("""
                name: parity
                training: { epochs: 5, batchSize: 64, optimizer: { type: sgd, learningRate: 0.001 } }
                search: { grid: { model.hidden: [[], [128]] } }
                """);
        assertThat(submitted.exitCode()).as(submitted.output()).isZero();
        String id = experimentId(submitted);

        assertEqualsGolden("slp, whole split", id + ".1");
        assertEqualsGolden("mlp 128, whole split", id + ".2");
        assertThat(strings("select sum(count) from confusion where trial_id = ?", id + ".1"))
                .containsExactly("10000");
        assertThat(strings("select state from experiment_summary where experiment_id = ?::uuid", id))
                .containsExactly("completed");
    }

    @Test
    void showsAndExportsResults() throws Exception {
        Result submitted = submit("""
                name: export
                model: { hidden: [] }
                training: { epochs: 1, validationSplit: 0.1, optimizer: { learningRate: 0.01 } }
                """);
        assertThat(submitted.exitCode()).as(submitted.output()).isZero();
        String id = experimentId(submitted);

        assertThat(lossline.run("list").output()).contains("export");
        assertThat(lossline.run("show", id).output()).contains("completed");
        List<String> csv = lossline.run("export", id, "--csv").output().lines().toList();
        assertThat(csv).hasSize(2);
        assertThat(csv.get(1)).contains(id + ".1").contains("completed");

        Path model = home.resolve("model.safetensors");
        assertThat(lossline.run("model", id + ".1", "-o", model.toString()).exitCode())
                .isZero();
        assertThat(Files.size(model)).isGreaterThan(10 * 785 * 4L);
        assertThat(strings("select validation_accuracy is not null from epoch where trial_id = ?", id + ".1"))
                .containsExactly("t");
    }

    /** The dashboards' tests use recorded scrapes; {@code -Dlossline.scrapes.write=true} records them again here. */
    @Test
    void servicesExportTheMetricsOfTheDashboards() throws Exception {
        Result submitted = submit("name: measured\ntraining: { epochs: 1 }\n");
        assertThat(submitted.exitCode()).as(submitted.output()).isZero();

        StringBuilder scrapes = new StringBuilder();
        for (var service : SERVICES.entrySet()) {
            String scrape = scrape(service.getValue());
            scrapes.append(scrape);
            if (Boolean.getBoolean("lossline.scrapes.write")) {
                Files.writeString(
                        Path.of("../../dashboard/src/test/resources/scrapes", service.getKey() + ".txt"), scrape);
            }
        }
        assertThat(scrapes).doesNotContainPattern("(?m)^lossline_.* NaN$");
        assertThat(metrics("(?m)^%s", scrapes.toString())).containsAll(metrics("\\b%s", dashboards()));
    }

    @Test
    void servicesLogJsonWithTheIdsAsFields() throws Exception {
        Result submitted = submit("name: logged\ntraining: { epochs: 1 }\n");
        assertThat(submitted.exitCode()).as(submitted.output()).isZero();
        String id = experimentId(submitted);

        assertThat(logged("orchestrator", "experimentId", id))
                .anySatisfy(line -> assertThat(line.path("message").asText()).startsWith("Requested the trials of"));
        assertThat(logged("trainer", "trialId", id + ".1"))
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        line -> assertThat(line.path("mdc").path("experimentId").asText())
                                .isEqualTo(id));
        assertThat(logged("evaluator", "trialId", id + ".1"))
                .anySatisfy(line -> assertThat(line.path("message").asText()).startsWith("Evaluated"));
    }

    @Test
    void aTrialWithNaNLossFailsWithThatReason() throws Exception {
        Result submitted = submit("""
                name: diverges
                model: { hidden: [64, 32] }
                training: { epochs: 2, optimizer: { learningRate: 1000 } }
                """);
        assertThat(submitted.exitCode()).as(submitted.output()).isEqualTo(1);
        assertThat(strings("select failure_kind from trial where experiment_id = ?::uuid", experimentId(submitted)))
                .containsExactly("non-finite-loss");
    }

    @Test
    void rejectsAnInvalidSpecificationAndNamesTheField() throws Exception {
        Result refused = submit("name: wrong\ntraining: { epochs: -1 }\nmodell: {}\n");
        assertThat(refused.exitCode()).as(refused.output()).isNotZero();
        assertThat(refused.output()).contains("training.epochs", "-1", "modell");
    }

    @Test
    void anExperimentForAGpuReportsThatItWaitsAndCanBeCancelled() throws Exception {
        Path file = home.resolve("gpu.yaml");
        Files.writeString(file, "name: gpu\ndevice: gpu\ntraining: { epochs: 1 }\n");
        Result submitted = lossline.run("submit", file.toString());
        assertThat(submitted.exitCode()).as(submitted.output()).isZero();
        String id = experimentId(submitted);

        assertThat(lossline.run("show", id).output()).contains("gpu trainer");
        assertThat(lossline.run("cancel", id).exitCode()).isZero();
        Result watched = lossline.run("watch", id);
        assertThat(watched.output()).contains("cancelled");
    }

    /** The lines of a log with that field, after checking that every line is JSON. */
    private static List<JsonNode> logged(String service, String field, String value) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(home.resolve("logs/" + service + ".log"))) {
            JsonNode fields = json.readTree(line);
            assertThat(fields.fieldNames()).toIterable().contains("timestamp", "level", "loggerName", "message");
            if (fields.path("mdc").path(field).asText().equals(value)) {
                lines.add(fields);
            }
        }
        return lines;
    }

    private static String scrape(int port) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/q/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    /** The metrics used by dashboards and alert rules. */
    private static String dashboards() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String folder : List.of("dashboards", "provisioning/alerting")) {
            try (Stream<Path> files = Files.list(Path.of("../../dashboard/grafana", folder))) {
                for (Path file : files.toList()) {
                    all.append(Files.readString(file));
                }
            }
        }
        return all.toString();
    }

    private static Set<String> metrics(String where, String text) {
        Pattern metric = Pattern.compile(where.formatted("(?:lossline|kafka|jvm|process|http_server)_[a-z_]+"));
        Set<String> names =
                metric.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
        assertThat(names).hasSizeGreaterThan(20);
        return names;
    }

    private static Result submit(String specification) throws IOException, InterruptedException {
        Path file = Files.createTempFile(home, "experiment", ".yaml");
        Files.writeString(file, specification);
        return lossline.run("submit", file.toString(), "--watch");
    }

    private static String experimentId(Result submitted) {
        Matcher matcher = EXPERIMENT_ID.matcher(submitted.output());
        assertThat(matcher.find()).as(submitted.output()).isTrue();
        return matcher.group();
    }

    private static void assertEqualsGolden(String name, String trialId) throws Exception {
        JsonNode golden = golden(name);
        List<String> losses = strings("select training_loss from epoch where trial_id = ? order by epoch", trialId);
        assertThat(losses).hasSize(golden.get("losses").size());
        for (int epoch = 0; epoch < losses.size(); epoch++) {
            double expected = golden.get("losses").get(epoch).doubleValue();
            assertThat(Double.parseDouble(losses.get(epoch))).isCloseTo(expected, within(1e-5 * expected));
        }
        double right =
                Double.parseDouble(strings("select accuracy * examples from evaluation where trial_id = ?", trialId)
                        .getFirst());
        assertThat(right).isCloseTo(golden.get("correct").doubleValue(), within(2.01));
    }

    private static JsonNode golden(String name) throws IOException {
        Path file = Path.of("../../training/src/test/resources/golden/training.json");
        for (JsonNode each : new ObjectMapper().readTree(file.toFile()).get("cases")) {
            if (each.get("name").textValue().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no golden case " + name);
    }

    private static List<String> strings(String sql, String parameter) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + postgres + "/lossline", "lossline_reader", "lossline_reader");
                var query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
        }
        return values;
    }

    /** The datasets are shared by all tests on this machine; {@code up} downloads MNIST if it is missing. */
    private static String datasetsOfThisMachine() {
        return Optional.ofNullable(System.getenv("LOSSLINE_DATASETS"))
                .orElse(Path.of(System.getenv("HOME"), ".lossline", "datasets").toString());
    }
}
