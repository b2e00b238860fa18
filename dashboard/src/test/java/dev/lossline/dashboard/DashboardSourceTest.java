package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that the dashboards' JSON is generated from the current sources. After changing a source, generate the JSON with
 * {@code mvn -pl dashboard test -Dtest=DashboardSourceTest -Dlossline.dashboards.write=true}.
 */
class DashboardSourceTest {
    private static final ObjectWriter JSON = new ObjectMapper()
            .writer(new DefaultPrettyPrinter()
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE)
                    .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

    static List<Path> sources() {
        return Grafana.files(Grafana.SOURCES).stream()
                .filter(file -> !file.endsWith("panel-types.yaml"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void jsonIsGeneratedFromTheSource(Path source) throws IOException {
        String json = JSON.writeValueAsString(new DashboardSource(source).dashboard()) + "\n";
        Path file = dashboard(source);
        if (Boolean.getBoolean("lossline.dashboards.write")) {
            Files.writeString(file, json);
        }
        assertThat(Files.readString(file)).isEqualTo(json);
    }

    @Test
    void everyDashboardHasASource() {
        assertThat(Grafana.files(Grafana.DASHBOARDS))
                .containsExactlyInAnyOrderElementsOf(
                        sources().stream().map(DashboardSourceTest::dashboard).toList());
    }

    private static Path dashboard(Path source) {
        return Grafana.DASHBOARDS.resolve(source.getFileName().toString().replace(".yaml", ".json"));
    }
}
