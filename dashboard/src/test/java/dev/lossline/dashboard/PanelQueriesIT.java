package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.testing.PostgresResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs every query of every panel and variable on a filled database and checks that the panel can draw the result. */
class PanelQueriesIT {
    private static final String DONE = "00000000-0000-7000-8000-000000000001";
    private static final String RUNNING = "00000000-0000-7000-8000-000000000002";

    /** The selected values of each variable. */
    private static final Map<String, List<String>> SELECTED = Map.of(
            "experiment", List.of(DONE),
            "experiments", List.of(DONE, RUNNING),
            "trials", List.of(DONE + ".1", DONE + ".2", RUNNING + ".1"),
            "trial", List.of(DONE + ".1"),
            "dataset", List.of("mnist"));

    private static Connection reader;

    @BeforeAll
    static void fill() throws SQLException, IOException {
        String url = PostgresResource.jdbcUrl();
        Flyway.configure(PanelQueriesIT.class.getClassLoader())
                .dataSource(url, PostgresResource.WRITER, PostgresResource.WRITER)
                .load()
                .migrate();
        try (Connection writer = DriverManager.getConnection(url, PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = writer.createStatement()) {
            statement.execute(Files.readString(Path.of("src/test/resources/db/filled.sql")));
        }
        reader = DriverManager.getConnection(url, PostgresResource.READER, PostgresResource.READER);
    }

    @AfterAll
    static void close() throws SQLException {
        reader.close();
    }

    @TestFactory
    Stream<DynamicTest> queriesReturnWhatTheirPanelsDraw() {
        return eachSqlPanel((dashboard, panel) -> {
            Frame frame = query(panel.at("/targets/0/rawSql").asText(), SELECTED);
            assertThat(frame.rows()).isNotEmpty();
            PanelRequirements.of(panel).accept(frame);
        });
    }

    @TestFactory
    Stream<DynamicTest> queriesRunWithoutASelection() {
        Map<String, List<String>> nothing = new HashMap<>();
        SELECTED.keySet().forEach(name -> nothing.put(name, List.of("")));
        return eachSqlPanel(
                (dashboard, panel) -> query(panel.at("/targets/0/rawSql").asText(), nothing));
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

    private static void offers(JsonNode variable) throws SQLException {
        Frame options = query(variable.required("query").asText(), SELECTED);
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
        void check(JsonNode dashboard, JsonNode panel) throws SQLException;
    }

    private static Stream<DynamicTest> eachSqlPanel(PanelCheck check) {
        return Grafana.dashboards().stream()
                .flatMap(dashboard -> Grafana.panels(dashboard).stream()
                        .filter(panel -> panel.at("/datasource/uid").asText().equals(Grafana.POSTGRES))
                        .map(panel -> dynamicTest(
                                dashboard.path("title").asText() + ": "
                                        + panel.path("title").asText(),
                                () -> check.check(dashboard, panel))));
    }

    private static Frame query(String sql, Map<String, List<String>> selected) throws SQLException {
        Instant now = Instant.now();
        String from = now.minus(Duration.ofHours(1)).toString();
        try (Statement statement = reader.createStatement()) {
            // In Grafana's driver, ? is not a parameter.
            statement.setEscapeProcessing(false);
            return Frame.of(statement.executeQuery(new GrafanaSql(selected, from, now.toString()).expand(sql)));
        }
    }
}
