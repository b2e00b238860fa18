package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent.TrialFailed;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** With a token, and with a reconciler that loses patience soon. */
@QuarkusTest
@TestProfile(GuardedIT.Settings.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class GuardedIT {
    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "lossline.api-token", "secret",
                    "lossline.reconciler.every", "1s",
                    "lossline.reconciler.silence", "3s");
        }
    }

    @Test
    void withoutTheTokenNothingIsWritten() {
        for (String path : new String[] {
            "/api/experiments", "/api/experiments/" + UUID.randomUUID() + "/cancel", "/api/dead-letters/0-0/resend"
        }) {
            given().contentType("application/yaml")
                    .body("name: a".getBytes(UTF_8))
                    .post(path)
                    .then()
                    .statusCode(401)
                    .body("detail", containsString("LOSSLINE_API_TOKEN"));
            given().contentType("application/yaml")
                    .header("Authorization", "Bearer wrong")
                    .body("name: a".getBytes(UTF_8))
                    .post(path)
                    .then()
                    .statusCode(401);
        }
        given().get("/api/experiments").then().statusCode(200);
    }

    @Test
    void withTheTokenItIs() {
        given().contentType("application/yaml")
                .header("Authorization", "Bearer secret")
                .body("name: a".getBytes(UTF_8))
                .post("/api/experiments")
                .then()
                .statusCode(202);
    }

    @Test
    void aRunningTrialThatFellSilentIsRequestedAgainOnce() throws Exception {
        UUID id = Generators.timeBasedEpochGenerator().generate();
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into trial (trial_id, experiment_id, number, device, specification, requested_at, started_at, started_attempt)
                    values ('%1$s.1', '%1$s', 1, 'gpu',
                        '{"dataset":"mnist","model":{"hidden":[],"activation":"relu"},"training":{"epochs":1,
                          "batchSize":64,"validationSplit":0,"optimizer":{"type":"sgd","learningRate":0.1,"momentum":0,
                          "weightDecay":0,"nesterov":false}},"seed":0,"device":"gpu"}',
                        now() - interval '1 hour', now() - interval '1 hour', 2)""".formatted(id));
            // Nobody records here, and the reconciler waits for whoever does.
            statement.execute("insert into event_offset select 'lossline.experiments', 0, 1000000"
                    + " on conflict (topic, partition) do update set next_offset = 1000000");
            statement.execute(
                    "insert into event_offset select 'lossline.training', n, 1000000 from generate_series(0, 7) n"
                            + " on conflict (topic, partition) do update set next_offset = 1000000");
            statement.execute("insert into attempt values ('%s.1', 2, now() - interval '1 hour', 'gpu', 'h', 'g', 0)"
                    .formatted(id));
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Topics.events(Topic.TRIALS_GPU, id))
                        .first()
                        .isInstanceOfSatisfying(
                                TrialRequested.class,
                                request -> assertThat(request.attempt()).isEqualTo(3)));
    }

    @Test
    void aTrialThatEveryTrainerWasLostWithIsGivenUp() throws Exception {
        UUID id = Generators.timeBasedEpochGenerator().generate();
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into trial (trial_id, experiment_id, number, device, specification, requested_at, started_at, started_attempt)
                    values ('%1$s.1', '%1$s', 1, 'gpu',
                        '{"dataset":"mnist","model":{"hidden":[],"activation":"relu"},"training":{"epochs":1,
                          "batchSize":64,"validationSplit":0,"optimizer":{"type":"sgd","learningRate":0.1,"momentum":0,
                          "weightDecay":0,"nesterov":false}},"seed":0,"device":"gpu"}',
                        now() - interval '1 hour', now() - interval '1 hour', 10)""".formatted(id));
            statement.execute("""
                    insert into attempt
                    select '%s.1', n, now() - interval '1 hour', 'gpu', 'h', 'g', 0 from generate_series(1, 10) n""".formatted(id));
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Topics.events(Topic.TRAINING, id))
                        .singleElement()
                        .isInstanceOfSatisfying(
                                TrialFailed.class,
                                failed -> assertThat(failed.reason()).contains("10 attempts")));
        assertThat(Topics.events(Topic.TRIALS_GPU, id)).isEmpty();
    }
}
