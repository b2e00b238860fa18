package dev.lossline.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.testing.NodePackage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Type-checks the dashboards with the types that Grafana publishes. Skipped without Node. */
class GrafanaTypesIT {
    @Test
    void dashboardsMatchGrafanasTypes() {
        NodePackage.Run check = NodePackage.in(Path.of("src/test/node")).run("types.mjs", "");

        assertThat(check.status()).as(check.output() + check.errors()).isZero();
    }
}
