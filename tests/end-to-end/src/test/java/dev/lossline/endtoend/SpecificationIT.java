package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A specification is kept as written through log, tables, API, report and command line, and when submitted again. */
class SpecificationIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TINY = """
            model: {hidden: [1]}
            training: {epochs: 1, batchSize: 64, examples: 64}
            """;

    private static final Pattern YAML_BLOCK = Pattern.compile("(?s)```yaml\n(.*)\n```");

    @TempDir
    static Path home;

    private static TestStack stack;

    @BeforeAll
    static void up() throws Exception {
        stack = TestStack.up(home);
    }

    @AfterAll
    static void down() throws Exception {
        stack.close();
    }

    @Test
    void theNotationOfANumberDoesNotMatter() throws Exception {
        String document =
                "name: large\n" + TINY + "search: {grid: {training.optimizer.learningRate: [1e7, 1.0e-4, 0.10]}}\n";
        String key = UUID.randomUUID().toString();

        assertThat(submit(document, key).statusCode()).isEqualTo(201);
        assertThat(submit(document, key).statusCode()).isEqualTo(200);
        assertThat(submit(document.replace("1e7", "10000000.0").replace("1.0e-4", "0.0001"), key)
                        .statusCode())
                .isEqualTo(200);
        assertThat(submit(document.replace("1e7", "2e7"), key).statusCode()).isEqualTo(422);
        assertThat(submit(document, UUID.randomUUID().toString()).statusCode()).isEqualTo(201);
    }

    @Test
    void theOrderOfAGridIsKeptAndNumbersTheSameTrials() throws Exception {
        String id = stack.submit("name: order\n" + TINY
                + "search: {grid: {training.optimizer.learningRate: [0.1, 0.2], training.epochs: [1, 2]}}\n");

        JsonNode experiment = json("/api/experiments/" + id);
        List<String> paths = List.of("training.optimizer.learningRate", "training.epochs");
        assertThat(experiment.at("/specification/search/grid/0").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(paths);
        assertThat(experiment.get("varied")).extracting(JsonNode::textValue).containsExactlyElementsOf(paths);
        assertThat(json("/api/experiments/" + id + "/trials")
                        .get(0)
                        .get("varied")
                        .fieldNames())
                .toIterable()
                .containsExactlyElementsOf(paths);
        assertThat(stack.run("show", id).output()).containsPattern("learningRate +epochs");
        assertThat(stack.run("export", id, "--json", "--epochs").exitCode()).isZero();

        assertThat(trials(stack.submit(yaml(id)))).isEqualTo(trials(id));
        assertThat(trials(stack.submit(yamlOfTheReport(id)))).isEqualTo(trials(id));
    }

    @Test
    void seedsOf64BitsAndTextsWithAMeaningAreKept() throws Exception {
        String id = stack.submit("name: \"1e-3\"\n" + TINY + "seeds: [9007199254740993, 9223372036854775807]\n");
        assertThat(json("/api/experiments/" + id).get("name").textValue()).isEqualTo("1e-3");

        for (String document : List.of(yaml(id), yamlOfTheReport(id))) {
            assertThat(document).contains("seeds: [9007199254740993, 9223372036854775807]", "name: \"1e-3\"");
            String again = stack.submit(document);
            assertThat(json("/api/experiments/" + again).get("name").textValue())
                    .isEqualTo("1e-3");
            assertThat(trials(again)).isEqualTo(trials(id));
        }
        Path file = Files.writeString(home.resolve("again.yaml"), yaml(id));
        assertThat(stack.run("submit", file.toString()).exitCode()).isZero();
    }

    private static List<JsonNode> trials(String id) throws Exception {
        List<JsonNode> trials = new ArrayList<>();
        json("/api/experiments/" + id + "/trials").forEach(trial -> trials.add(trial.get("specification")));
        assertThat(trials).isNotEmpty();
        return trials;
    }

    private static String yaml(String id) throws Exception {
        return get("/api/experiments/" + id + "/specification");
    }

    private static String yamlOfTheReport(String id) throws Exception {
        Path file = home.resolve(id + ".md");
        assertThat(stack.run("report", id, "-o", file.toString()).exitCode()).isZero();
        Matcher yaml = YAML_BLOCK.matcher(Files.readString(file));
        assertThat(yaml.find()).isTrue();
        return yaml.group(1);
    }

    private static JsonNode json(String path) throws Exception {
        return JSON.readTree(get(path));
    }

    private static String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(stack.address() + path)).build())
                .body();
    }

    private static HttpResponse<String> submit(String document, String key) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(stack.address() + "/api/experiments"))
                .header("Content-Type", "application/yaml")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(document))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
