package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code base/alerts.yaml} is generated from Grafana's alert rules, for a Prometheus that alerts itself:
 * {@code mvn -pl deploy -am test -Dtest=AlertRulesTest -Dlossline.deploy.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class AlertRulesTest {
    private static final Path FILE = Path.of("kubernetes/base/alerts.yaml");
    private static final Path GRAFANA = Path.of("../dashboard/grafana/provisioning/alerting/lossline.yaml");
    private static final Path SCRAPES = Path.of("../dashboard/src/test/resources/scrapes");
    private static final Pattern METRIC = Pattern.compile("\\blossline_\\w+");

    /** A pool that is empty has no trainers, and that is as it should be. */
    private static final List<String> UNTESTED = List.of("lossline-pool-down");

    /** A node may have to come first, and an image of gigabytes be pulled. */
    private static final Map<String, String> EXPECTED_FOR = Map.of("lossline-no-trainer", "15m");

    @Test
    void theRulesMatchGrafana() throws IOException {
        String made = """
                # Generated from dashboard/grafana/provisioning/alerting; AlertRulesTest describes how to regenerate it.
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata:
                  name: lossline
                spec:
                  groups:
                    - name: lossline
                      rules:
                """ + rules().map(AlertRulesTest::rule).collect(Collectors.joining());
        if (Boolean.getBoolean("lossline.deploy.write")) {
            Files.writeString(FILE, made);
        }
        assertThat(FILE).as("stale: see AlertRulesTest").hasContent(made);
    }

    @Test
    void metricsAreExported() throws IOException {
        StringBuilder measured = new StringBuilder();
        for (String service : List.of("orchestrator", "evaluator", "trainer-cpu")) {
            measured.append(Files.readString(SCRAPES.resolve(service + ".txt")));
        }
        List<String> asked = METRIC.matcher(Files.readString(FILE))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(asked)
                .isNotEmpty()
                .allMatch(metric -> Pattern.compile("\n" + metric + "[{ ]")
                        .matcher(measured)
                        .find());
    }

    private static Stream<JsonNode> rules() throws IOException {
        return Manifests.stream(Manifests.YAML.readTree(GRAFANA.toFile()).at("/groups/0/rules"))
                .filter(rule -> !UNTESTED.contains(uid(rule)));
    }

    private static String rule(JsonNode rule) {
        JsonNode above = rule.at("/data/1/model/conditions/0/evaluator");
        assertThat(above.required("type").asText()).as(uid(rule)).isEqualTo("gt");
        return """
                        - alert: %s
                          expr: (%s) > %s
                          for: %s
                          labels: { severity: %s }
                          annotations:
                            summary: "%s"
                """.formatted(
                uid(rule),
                rule.at("/data/0/model/expr").asText(),
                above.at("/params/0").asText(),
                EXPECTED_FOR.getOrDefault(uid(rule), rule.required("for").asText()),
                rule.at("/labels/severity").asText(),
                rule.at("/annotations/summary").asText().replaceAll("\\$values\\.\\w+\\.Value", "\\$value"));
    }

    private static String uid(JsonNode rule) {
        return rule.required("uid").asText();
    }
}
