package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    /** The labels of every recorded metric. */
    private static final Map<String, Set<String>> METRICS = new HashMap<>();

    static {
        RecordedScrapes.samples()
                .forEach(sample -> METRICS.computeIfAbsent(sample.metric(), name -> new HashSet<>())
                        .addAll(sample.labels().keySet()));
    }

    static Stream<String> expressions() {
        Stream<JsonNode> panels = Grafana.dashboards().stream().flatMap(d -> d.findValues("expr").stream());
        Stream<JsonNode> alerts = Grafana.alertRules().stream().flatMap(rule -> rule.findValues("expr").stream());
        return Stream.concat(panels, alerts).map(JsonNode::asText).distinct();
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void metricsAndLabelsExist(String expression) {
        Promql promql = new Promql(expression);
        Set<String> metrics = promql.metrics();
        assertThat(METRICS.keySet()).containsAll(metrics);
        Set<String> labels = new HashSet<>();
        metrics.forEach(metric -> labels.addAll(METRICS.get(metric)));

        assertThat(metrics).isNotEmpty();
        assertThat(labels).containsAll(promql.labels());
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
                        assertThat(new Promql(target.required("expr").asText()).groupedBy())
                                .contains(legend.group(1));
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
}
