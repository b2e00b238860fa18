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

/** Every query of every panel and variable runs on a filled database, as the reader, and gives its panel what it draws. */
class PanelQueriesIT {
    private static final String DONE = "00000000-0000-7000-8000-000000000001";
    private static final String RUNNING = "00000000-0000-7000-8000-000000000002";

    /** What a person picked: several values where the variable takes several. */
    private static final Map<String, List<String>> PICKED = Map.of(
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
    Stream<DynamicTest> panelsGetWhatTheyDraw() {
        return eachSqlPanel((dashboard, panel) -> {
            Frame frame = query(panel.at("/targets/0/rawSql").asText(), PICKED);
            assertThat(frame.rows()).isNotEmpty();
            PanelNeeds.of(panel).accept(frame);
        });
    }

    @TestFactory
    Stream<DynamicTest> panelsBearThatNothingIsThereToPick() {
        Map<String, List<String>> nothing = new HashMap<>();
        PICKED.keySet().forEach(name -> nothing.put(name, List.of("")));
        return eachSqlPanel(
                (dashboard, panel) -> query(panel.at("/targets/0/rawSql").asText(), nothing));
    }

    @TestFactory
    Stream<DynamicTest> variablesOfferWhatWasPicked() {
        return Grafana.dashboards().stream()
                .flatMap(dashboard -> Grafana.stream(dashboard.at("/templating/list"))
                        .map(variable -> dynamicTest(
                                dashboard.path("title").asText() + ": "
                                        + variable.path("name").asText(),
                                () -> offers(variable))));
    }

    private static void offers(JsonNode variable) throws SQLException {
        Frame options = query(variable.required("query").asText(), PICKED);
        int value = Math.max(0, options.columns().indexOf("__value"));
        if (options.columns().size() > 1) {
            assertThat(options.columns()).containsExactly("__text", "__value");
        }
        List<Object> values = options.rows().stream().map(row -> row.get(value)).toList();
        assertThat(values)
                .contains(PICKED.get(variable.required("name").asText()).getFirst())
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

    private static Frame query(String sql, Map<String, List<String>> picked) throws SQLException {
        Instant now = Instant.now();
        String from = now.minus(Duration.ofHours(1)).toString();
        try (Statement statement = reader.createStatement()) {
            // Grafana's driver reads no ? as a parameter.
            statement.setEscapeProcessing(false);
            return Frame.of(statement.executeQuery(new GrafanaSql(picked, from, now.toString()).expand(sql)));
        }
    }
}
