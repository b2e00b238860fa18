package dev.lossline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadinessTest {
    @Test
    void reportsNothingForAReadyService() {
        assertThat(Readiness.obstacle("{\"status\": \"UP\", \"checks\": []}")).isEmpty();
    }

    @Test
    void reportsTheFailedCheckAndItsReason() {
        assertThat(Readiness.obstacle("""
                {"status": "DOWN", "checks": [
                  {"name": "SmallRye Reactive Messaging", "status": "UP"},
                  {"name": "trainer", "status": "DOWN", "data": {"busy": 0, "takes no trials": "mnist is not complete"}}
                ]}""")).contains("trainer (busy: 0, takes no trials: mnist is not complete)");
    }

    @Test
    void survivesAnyAnswer() {
        assertThat(Readiness.obstacle("<html>")).contains("the response is not JSON");
        assertThat(Readiness.obstacle("{}")).contains("no reason given");
    }
}
