package dev.lossline.bench.queries;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lossline.dashboard.GrafanaSql;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every query in docs/results.md, every query of a Grafana panel or variable, and the API's read calls. */
final class Catalogue {
    /** A question and its SQL. */
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^(\\S.*)\n\n```sql\n((?s:.*?))```");

    private static final List<String> EXPERIMENT_QUERIES =
            List.of("", "/trials", "/trials?limit=20", "/epochs", "/report");
    private static final List<String> LISTS = List.of(
            "",
            "?limit=20&sort=name",
            "?limit=20&state=running",
            "?limit=20&state=completed",
            "?limit=20&q=sweep+learningrate",
            "?limit=20&state=completed&q=sweep+learningrate&dataset=mnist",
            "?limit=20&dataset=mnist&sort=submitted",
            "?id=0000beef");
    private static final List<String> LARGE_EXPERIMENT_QUERIES = List.of(
            "",
            "/summary",
            "/trials?limit=20",
            "/trials?limit=20&after=15000",
            "/trials?numbers=1,5000,10000,15000,20000",
            "/epochs?limit=50&points=100");
    private static final List<String> TRIAL_QUERIES =
            List.of("", "/epochs", "/evaluation", "/attempts", "/misclassified?actual=4&predicted=9", "/model");

    private final Path root;
    private final Connection reader;
    private final int api;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * @param root the repository
     * @param api the orchestrator's port
     */
    Catalogue(Path root, Connection reader, int api) {
        this.root = root;
        this.reader = reader;
        this.api = api;
    }

    List<MeasuredQuery> all() throws IOException {
        List<MeasuredQuery> all = new ArrayList<>(documented(Files.readString(root.resolve("docs/results.md"))));
        try (Stream<Path> files = Files.list(root.resolve("dashboard/grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                all.addAll(panels(JsonParser.parseString(Files.readString(file)).getAsJsonObject()));
            }
        }
        all.addAll(calls());
        return all;
    }

    private List<MeasuredQuery> documented(String markdown) {
        List<MeasuredQuery> queries = new ArrayList<>();
        Matcher matcher = DOCUMENTED.matcher(markdown);
        while (matcher.find()) {
            String sql = matcher.group(2);
            queries.add(new MeasuredQuery(
                    "docs/results.md",
                    matcher.group(1).replaceFirst(":$", ""),
                    random -> read(sql.replace("'quickstart'", "'sweep " + experiment(random) + "'"))));
        }
        return queries;
    }

    private List<MeasuredQuery> panels(JsonObject dashboard) {
        String source = "Grafana, " + dashboard.get("title").getAsString();
        List<MeasuredQuery> queries = new ArrayList<>();
        for (JsonElement variable : dashboard.getAsJsonObject("templating").getAsJsonArray("list")) {
            JsonObject of = variable.getAsJsonObject();
            queries.add(panel(
                    source,
                    "variable " + of.get("name").getAsString(),
                    of.get("query").getAsString()));
        }
        for (JsonElement element : dashboard.getAsJsonArray("panels")) {
            JsonObject panel = element.getAsJsonObject();
            if (panel.has("targets")) {
                JsonElement sql =
                        panel.getAsJsonArray("targets").get(0).getAsJsonObject().get("rawSql");
                if (sql != null) {
                    String title = panel.get("title").getAsString();
                    queries.add(panel(source, title, sql.getAsString()));
                    if (sql.getAsString().contains("from experiment_summary")) {
                        queries.add(largePanel(source, title + ", of 20,000 trials", sql.getAsString()));
                    }
                }
            }
        }
        return queries;
    }

    private MeasuredQuery panel(String source, String name, String sql) {
        // To compare devices, people select all experiments; to watch one, all of its trials.
        List<String> experiments = IntStream.rangeClosed(1, FilledStack.EXPERIMENTS)
                .mapToObj(number -> FilledStack.experiment(number).toString())
                .toList();
        return new MeasuredQuery(source, name, random -> {
            String experiment = FilledStack.experiment(experiment(random)).toString();
            Map<String, List<String>> picked = Map.of(
                    "experiment", List.of(experiment),
                    "experiments", experiments,
                    "trials",
                            IntStream.rangeClosed(1, FilledStack.TRIALS)
                                    .mapToObj(number -> experiment + "." + number)
                                    .toList(),
                    "trial", List.of(experiment + "." + trial(random)),
                    "dataset", List.of("mnist"));
            Instant now = Instant.now();
            read(new GrafanaSql(picked, now.minus(Duration.ofDays(1)).toString(), now.toString()).expand(sql));
        });
    }

    private MeasuredQuery largePanel(String source, String name, String sql) {
        Map<String, List<String>> picked = Map.of(
                "experiment", List.of(FilledStack.experiment(FilledStack.LARGE).toString()));
        return new MeasuredQuery(
                source,
                name,
                random -> read(new GrafanaSql(picked, "", Instant.now().toString()).expand(sql)));
    }

    private List<MeasuredQuery> calls() {
        List<MeasuredQuery> calls = new ArrayList<>();
        LISTS.forEach(query -> calls.add(call("/api/experiments" + query, random -> "")));
        for (String path : LARGE_EXPERIMENT_QUERIES) {
            String large = FilledStack.experiment(FilledStack.LARGE).toString();
            calls.add(new MeasuredQuery(
                    "HTTP, of 20,000 trials",
                    "`GET /api/experiments/{id}" + path + "`",
                    random -> get("/api/experiments/" + large + path)));
        }
        for (String path : EXPERIMENT_QUERIES) {
            calls.add(call(
                    "/api/experiments/{id}" + path,
                    random -> FilledStack.experiment(experiment(random)).toString()));
        }
        for (String path : TRIAL_QUERIES) {
            calls.add(call(
                    "/api/trials/{id}" + path,
                    random -> FilledStack.experiment(experiment(random)) + "." + trial(random)));
        }
        return calls;
    }

    private MeasuredQuery call(String path, Function<RandomGenerator, String> id) {
        return new MeasuredQuery("HTTP", "`GET " + path + "`", random -> get(path.replace("{id}", id.apply(random))));
    }

    private void get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api + path))
                .timeout(Duration.ofMinutes(1))
                .build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " is answered " + answer.statusCode());
        }
    }

    private void read(String sql) throws SQLException {
        try (Statement statement = reader.createStatement()) {
            // Grafana's driver reads no ? as a parameter.
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int column = 1; column <= columns; column++) {
                        rows.getObject(column);
                    }
                }
            }
        }
    }

    /** An experiment whose trials are all evaluated: any but the newest. */
    private static int experiment(RandomGenerator random) {
        return random.nextInt(1, FilledStack.EXPERIMENTS);
    }

    private static int trial(RandomGenerator random) {
        return random.nextInt(1, FilledStack.TRIALS + 1);
    }
}
