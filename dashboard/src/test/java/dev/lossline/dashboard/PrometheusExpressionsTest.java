package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that PromQL expressions use existing metrics and labels, by recorded scrapes of the services. */
class PrometheusExpressionsTest {
    /** Labels that Prometheus adds; {@code service} is configured in {@code prometheus/prometheus.yml}. */
    private static final Set<String> TARGET_LABELS = Set.of("service", "instance");

    private static final Set<String> FUNCTIONS =
            Set.of("sum", "max", "min", "avg", "rate", "increase", "max_over_time", "vector");
    private static final Set<String> WORDS = Set.of("by", "on", "or", "unless", "and", "offset");

    private static final Pattern SAMPLE = Pattern.compile("^([a-z_]+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!=|!~|=)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z_]+");
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    private static final Map<String, Set<String>> METRICS = metrics();

    static Stream<String> expressions() {
        Stream<JsonNode> panels = Grafana.dashboards().stream().flatMap(d -> d.findValues("expr").stream());
        Stream<JsonNode> alerts = Grafana.alertRules().stream().flatMap(rule -> rule.findValues("expr").stream());
        return Stream.concat(panels, alerts).map(JsonNode::asText).distinct();
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void metricsAndLabelsExist(String expression) {
        Set<String> labels = new HashSet<>(TARGET_LABELS);
        Set<String> metrics = metricsIn(expression);
        assertThat(METRICS.keySet()).containsAll(metrics);
        metrics.forEach(metric -> labels.addAll(METRICS.get(metric)));

        assertThat(metrics).isNotEmpty();
        assertThat(labels).containsAll(labelsIn(expression));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void bracketsAreBalanced(String expression) {
        for (String pair : List.of("()", "{}", "[]")) {
            assertThat(expression.chars().filter(c -> c == pair.charAt(0)).count())
                    .isEqualTo(
                            expression.chars().filter(c -> c == pair.charAt(1)).count());
        }
    }

    @Test
    void legendsUseLabelsThatTheirExpressionKeeps() {
        for (JsonNode dashboard : Grafana.dashboards()) {
            for (JsonNode panel : Grafana.panels(dashboard)) {
                for (JsonNode target : panel.required("targets")) {
                    Matcher legend =
                            LEGEND_LABEL.matcher(target.path("legendFormat").asText());
                    while (legend.find()) {
                        assertThat(groupedBy(target.required("expr").asText())).contains(legend.group(1));
                    }
                }
            }
        }
    }

    @Test
    void ratesAreOfCountersOnly() {
        Pattern rated = Pattern.compile("(?:rate|increase)\\(([a-z_]+)");
        assertThat(expressions()).allSatisfy(expression -> {
            Matcher counter = rated.matcher(expression);
            while (counter.find()) {
                assertThat(counter.group(1)).matches(".*_(total|sum|count)");
            }
        });
    }

    private static Set<String> metricsIn(String expression) {
        String plain = GROUPING.matcher(expression)
                .replaceAll(" ")
                .replaceAll("\\{[^}]*}", " ")
                .replaceAll("\\[[^]]*]", " ")
                .replaceAll("\\b\\d+m\\b", " ");
        Set<String> names = new HashSet<>();
        Matcher name = NAME.matcher(plain);
        while (name.find()) {
            names.add(name.group());
        }
        names.removeAll(FUNCTIONS);
        names.removeAll(WORDS);
        return names;
    }

    private static Set<String> labelsIn(String expression) {
        Set<String> labels = groupedBy(expression);
        Matcher label = LABEL.matcher(expression);
        while (label.find()) {
            labels.add(label.group(1));
        }
        return labels;
    }

    private static Set<String> groupedBy(String expression) {
        Set<String> labels = new HashSet<>();
        Matcher grouping = GROUPING.matcher(expression);
        while (grouping.find()) {
            labels.addAll(List.of(grouping.group(1).split(", ", -1)));
        }
        return labels;
    }

    /** The labels of every recorded metric, and of {@code up}, which Prometheus adds. */
    private static Map<String, Set<String>> metrics() {
        Map<String, Set<String>> metrics = new HashMap<>(Map.of("up", TARGET_LABELS));
        for (Path scrape : Grafana.files(Path.of("src/test/resources/scrapes"))) {
            try (Stream<String> lines = Files.lines(scrape)) {
                lines.map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
                    Set<String> labels = metrics.computeIfAbsent(sample.group(1), name -> new HashSet<>());
                    Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
                    while (label.find()) {
                        labels.add(label.group(1));
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return metrics;
    }
}
