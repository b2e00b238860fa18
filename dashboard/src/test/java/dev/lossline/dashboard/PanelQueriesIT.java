package dev.lossline.dashboard;

import static dev.lossline.dashboard.FilledDatabase.SELECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs every query of every panel and variable on a filled database. {@link DrawnPanelsIT} checks what panels draw. */
class PanelQueriesIT {
    private final FilledDatabase database = FilledDatabase.get();

    @TestFactory
    Stream<DynamicTest> queriesReturnRows() {
        return eachSqlPanel(panel -> assertThat(query(panel, SELECTED).rows()).isNotEmpty());
    }

    @TestFactory
    Stream<DynamicTest> queriesRunWithoutASelection() {
        Map<String, List<String>> nothing = new HashMap<>();
        SELECTED.keySet().forEach(name -> nothing.put(name, List.of("")));
        return eachSqlPanel(panel -> query(panel, nothing));
    }

    @TestFactory
    Stream<DynamicTest> variablesOfferTheSelectedValues() {
        return Grafana.dashboards().stream()
                .flatMap(dashboard -> Grafana.stream(dashboard.at("/templating/list"))
                        .map(variable -> dynamicTest(
                                dashboard.path("title").asText() + ": "
                                        + variable.path("name").asText(),
                                () -> offers(variable))));
    }

    private void offers(JsonNode variable) throws SQLException {
        Frame options = database.query(variable.required("query").asText(), SELECTED);
        int value = Math.max(0, options.columns().indexOf("__value"));
        if (options.columns().size() > 1) {
            assertThat(options.columns()).containsExactly("__text", "__value");
        }
        List<Object> values = options.rows().stream().map(row -> row.get(value)).toList();
        assertThat(values)
                .contains(SELECTED.get(variable.required("name").asText()).getFirst())
                .doesNotHaveDuplicates();
    }

    private interface PanelCheck {
        void check(JsonNode panel) throws SQLException;
    }

    private static Stream<DynamicTest> eachSqlPanel(PanelCheck check) {
        return Grafana.dashboards().stream()
                .flatMap(dashboard -> Grafana.panels(dashboard).stream()
                        .filter(panel -> panel.at("/datasource/uid").asText().equals(Grafana.POSTGRES))
                        .map(panel -> dynamicTest(
                                dashboard.path("title").asText() + ": "
                                        + panel.path("title").asText(),
                                () -> check.check(panel))));
    }

    private Frame query(JsonNode panel, Map<String, List<String>> selected) throws SQLException {
        return database.query(panel.at("/targets/0/rawSql").asText(), selected);
    }
}
