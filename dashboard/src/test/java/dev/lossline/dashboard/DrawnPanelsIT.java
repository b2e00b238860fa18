package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.testing.NodePackage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every panel with its queries' results through Grafana's own transformation and field code, and checks that the
 * panel can draw what comes out. Panels with a deliberate fault show that each check can fail. Skipped without Node.
 */
class DrawnPanelsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, DrawnPanel> PANELS = new LinkedHashMap<>();
    private static final Map<PanelFault, DrawnPanel> FAULTY = new LinkedHashMap<>();

    @BeforeAll
    static void drawAllInOneProcess() throws JsonProcessingException {
        NodePackage node = NodePackage.in(Path.of("src/test/node"));
        Map<String, ObjectNode> inputs = new LinkedHashMap<>();
        for (JsonNode dashboard : Grafana.dashboards()) {
            for (JsonNode panel : Grafana.panels(dashboard)) {
                inputs.put(
                        dashboard.path("title").asText() + ": "
                                + panel.path("title").asText(),
                        PanelInput.of(panel));
            }
        }
        List<ObjectNode> all = new ArrayList<>(inputs.values());
        for (PanelFault fault : PanelFault.ALL) {
            all.add(fault.in(inputs.get(fault.panel())));
        }

        NodePackage.Run run = node.run("frames.mjs", JSON.writeValueAsString(all));

        assertThat(run.status()).as(run.errors()).isZero();
        JsonNode results = JSON.readTree(run.output());
        assertThat(results).hasSameSizeAs(all);
        int next = 0;
        for (String title : inputs.keySet()) {
            PANELS.put(title, new DrawnPanel(all.get(next).get("panel"), results.get(next++)));
        }
        for (PanelFault fault : PanelFault.ALL) {
            FAULTY.put(fault, new DrawnPanel(all.get(next).get("panel"), results.get(next++)));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyPanelHasTheFieldsTypesUnitsAndOrderThatItRefersTo() {
        return PANELS.entrySet().stream()
                .map(panel -> dynamicTest(
                        panel.getKey(),
                        () -> assertThat(PanelFaults.of(panel.getValue())).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsReported() {
        return FAULTY.entrySet().stream()
                .map(panel -> dynamicTest(
                        panel.getKey().name(),
                        () -> assertThat(PanelFaults.of(panel.getValue()))
                                .anyMatch(fault -> fault.contains(panel.getKey().report()))));
    }

    @Test
    void statsShowTheirUnits() {
        assertThat(statistics("Live training: State")).containsExactly("completed");
        assertThat(statistics("Live training: Epochs done")).containsExactly("100%");
        assertThat(statistics("Live training: Best test accuracy")).containsExactly("91.20%");
    }

    @Test
    void tablesShowTheirUnits() {
        assertThat(column("Live training: Progress", "progress").texts()).contains("100%");
        assertThat(column("Live training: Progress", "loss").texts()).contains("0.3100");
        assertThat(column("Live training: Progress", "seconds").texts()).contains("1.0 min", "30.0 s");
        assertThat(column("Trial: Model", "size").texts()).containsExactly("1 B");
        assertThat(column("CPU and GPU: Speed-up of the GPU", "speed-up").texts())
                .contains("2.00 ×");
    }

    @Test
    void linksLeadToTheirRow() {
        assertThat(column("Live training: Progress", "trial").links().getFirst())
                .endsWith("var-trial=00000000-0000-7000-8000-000000000001.1");
    }

    private static List<String> statistics(String panel) {
        return PANELS.get(panel).statistics().stream()
                .map(DrawnPanel.Statistic::text)
                .toList();
    }

    private static DrawnPanel.Field column(String panel, String label) {
        return PANELS.get(panel).fields().stream()
                .filter(field -> field.label().equals(label))
                .findFirst()
                .orElseThrow();
    }
}
