package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that everything a dashboard refers to exists, and that its panels do not overlap. */
class DashboardsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::\\w+)?}");
    private static final Pattern CAST_COLUMN = Pattern.compile("\\w+::\\w+\\s*(=|in\\b|<|>)");
    private static final Pattern LINK = Pattern.compile("/d/([\\w-]+)(?:\\?(.*))?");

    static List<JsonNode> dashboards() {
        return Grafana.dashboards();
    }

    @Test
    void thereAreFiveDashboards() {
        assertThat(dashboards())
                .extracting(dashboard -> dashboard.path("uid").asText())
                .containsExactlyInAnyOrder(
                        "lossline-live",
                        "lossline-experiment",
                        "lossline-trial",
                        "lossline-devices",
                        "lossline-platform");
    }

    @Test
    void liveDashboardRefreshesEverySecond() {
        assertThat(byUid().get("lossline-live").path("refresh").asText()).isEqualTo("1s");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelIdsAndTitlesAreUnique(JsonNode dashboard) {
        assertThat(dashboard.path("panels"))
                .extracting(panel -> panel.path("id"))
                .doesNotHaveDuplicates();
        assertThat(dashboard.path("panels"))
                .extracting(panel -> panel.path("title"))
                .doesNotHaveDuplicates();
    }

    /** A column that is cast before it is compared is looked for without its index, in all rows. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void noQueryCastsTheColumnThatItSearches(JsonNode dashboard) {
        assertThat(dashboard.findValues("rawSql"))
                .extracting(JsonNode::asText)
                .noneMatch(sql -> CAST_COLUMN.matcher(sql).find());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsDoNotOverlap(JsonNode dashboard) {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            JsonNode place = panel.required("gridPos");
            assertThat(place.required("x").asInt() + place.required("w").asInt())
                    .as("right edge of " + panel.path("title"))
                    .isLessThanOrEqualTo(24);
            assertThat(place.required("h").asInt()).isPositive();
            for (int x = 0; x < place.required("w").asInt(); x++) {
                for (int y = 0; y < place.required("h").asInt(); y++) {
                    List<Integer> cell = List.of(
                            place.required("x").asInt() + x, place.required("y").asInt() + y);
                    assertThat(taken.add(cell))
                            .as(panel.path("title") + " at " + cell)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void dataSourcesAreProvisioned(JsonNode dashboard) {
        Map<String, String> types = Grafana.stream(
                        Grafana.yaml(Grafana.PROVISIONING.resolve("datasources/lossline.yaml"))
                                .required("datasources"))
                .collect(Collectors.toMap(
                        source -> source.required("uid").asText(),
                        source -> source.required("type").asText()));
        assertThat(types).containsOnlyKeys(Grafana.POSTGRES, Grafana.PROMETHEUS);
        assertThat(dashboard.findValues("datasource"))
                .allSatisfy(reference -> assertThat(types)
                        .containsEntry(
                                reference.required("uid").asText(),
                                reference.required("type").asText()));
        assertThat(Grafana.panels(dashboard))
                .allSatisfy(panel -> assertThat(panel.required("targets"))
                        .allSatisfy(
                                target -> assertThat(target.path("datasource")).isEqualTo(panel.path("datasource"))));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void variablesAreDefined(JsonNode dashboard) {
        Set<String> defined = variables(dashboard);
        List<String> used = new ArrayList<>();
        List<JsonNode> texts = new ArrayList<>(dashboard.findValues("rawSql"));
        texts.addAll(dashboard.findValues("expr"));
        texts.addAll(dashboard.findValues("query"));
        texts.addAll(dashboard.findValues("url"));
        for (JsonNode text : texts) {
            Matcher variable = VARIABLE.matcher(text.asText());
            while (variable.find()) {
                used.add(variable.group(1));
            }
        }
        assertThat(defined).containsAll(used);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void linksReferToDashboardsAndTheirVariables(JsonNode dashboard) {
        for (JsonNode url : dashboard.findValues("url")) {
            Matcher link = LINK.matcher(url.asText());
            assertThat(link.matches()).as(url.asText()).isTrue();
            JsonNode target = byUid().get(link.group(1));
            assertThat(target).as(url.asText()).isNotNull();
            for (String parameter : link.group(2).split("&", -1)) {
                assertThat(variables(target)).contains(parameter.replaceAll("^var-|=.*$", ""));
            }
        }
        assertThat(dashboard.path("links"))
                .allSatisfy(link -> assertThat(dashboards())
                        .allSatisfy(other -> assertThat(other.path("tags")).containsAll(link.path("tags"))));
    }

    @Test
    void alertRulesLinkToAPanelWithTheirMetrics() {
        assertThat(Grafana.alertRules()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(rule -> {
            JsonNode annotations = rule.required("annotations");
            JsonNode dashboard =
                    byUid().get(annotations.required("__dashboardUid__").asText());
            Set<String> shown = Grafana.panels(dashboard).stream()
                    .filter(panel -> panel.path("id")
                            .asText()
                            .equals(annotations.required("__panelId__").asText()))
                    .flatMap(panel -> metrics(panel).stream())
                    .collect(Collectors.toSet());
            assertThat(shown).containsAnyElementsOf(metrics(rule));
        });
    }

    private static Set<String> metrics(JsonNode queries) {
        return queries.findValuesAsText("expr").stream()
                .flatMap(expression -> Pattern.compile("\\b(?:lossline|kafka)_[a-z_]+")
                        .matcher(expression)
                        .results()
                        .map(MatchResult::group))
                .collect(Collectors.toSet());
    }

    @Test
    void uidsOfAlertRulesAreUnique() {
        assertThat(Grafana.alertRules())
                .extracting(rule -> rule.required("uid"))
                .doesNotHaveDuplicates();
    }

    @Test
    void conditionsOfAlertRulesReferToTheirQueries() {
        assertThat(Grafana.alertRules()).allSatisfy(rule -> {
            Set<String> queries = Grafana.stream(rule.required("data"))
                    .map(query -> query.required("refId").asText())
                    .collect(Collectors.toSet());
            assertThat(queries).contains(rule.required("condition").asText());
            for (JsonNode query : rule.required("data")) {
                JsonNode model = query.required("model");
                assertThat(model.required("refId")).isEqualTo(query.required("refId"));
                if (query.required("datasourceUid").asText().equals("__expr__")) {
                    assertThat(queries).contains(model.required("expression").asText());
                } else {
                    assertThat(query.required("datasourceUid").asText()).isEqualTo(Grafana.PROMETHEUS);
                }
            }
        });
    }

    private static Map<String, JsonNode> byUid() {
        return dashboards().stream()
                .collect(Collectors.toMap(dashboard -> dashboard.required("uid").asText(), Function.identity()));
    }

    private static Set<String> variables(JsonNode dashboard) {
        // Set by Grafana in data links.
        Set<String> names = new HashSet<>(Set.of("__data"));
        dashboard
                .at("/templating/list")
                .forEach(variable -> names.add(variable.required("name").asText()));
        return names;
    }
}
