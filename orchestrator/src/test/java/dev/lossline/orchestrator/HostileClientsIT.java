package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.api.Problem;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With limits that are soon reached. */
@QuarkusTest
@TestProfile(HostileClientsIT.Settings.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class HostileClientsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TestHTTPResource("/")
    URI server;

    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "lossline.connection-silence", "3s",
                    "lossline.body-timeout", "1s",
                    "lossline.max-writing-calls", "2",
                    "lossline.max-event-streams", "1",
                    "lossline.max-list-streams", "1",
                    "lossline.event-stream-heartbeat", "200ms",
                    "quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout", "2");
        }
    }

    @Test
    void disconnectsAClientThatNeverEndsItsHeaders() throws IOException {
        try (Socket socket = send("GET /api/experiments HTTP/1.1\r\nHost: localhost\r\n")) {
            await().atMost(DEADLINE).until(() -> isClosed(socket, "X-A: b\r\n"));
        }
    }

    @Test
    void slowBodiesTimeOut() throws IOException {
        String call = "POST /api/experiments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/yaml\r\n"
                + "Content-Length: 1000\r\n\r\nname";
        try (Socket first = send(call);
                Socket second = send(call)) {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> given().contentType("application/yaml")
                            .body("name: \"\"".getBytes(UTF_8))
                            .post("/api/experiments")
                            .then()
                            .statusCode(422));
            assertThat(new String(first.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 408");
            assertThat(new String(second.getInputStream().readAllBytes(), UTF_8))
                    .contains(Problem.MEDIA_TYPE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/experiments/%s/events", "/api/experiments/events"})
    void anIdleEventStreamLivesByItsHeartbeatsAndAnotherIsRefused(String address) throws Exception {
        String path = address.formatted(experiment());
        String call = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
        // The one stream that is allowed may still be that of the case before.
        try (Socket socket = await().atMost(DEADLINE).until(() -> openedStream(call), Objects::nonNull)) {
            StringBuilder read = new StringBuilder();
            byte[] buffer = new byte[4096];
            while (read.toString().split("still here", -1).length < 4) {
                int length = socket.getInputStream().read(buffer);
                assertThat(length).isPositive();
                read.append(new String(buffer, 0, length, UTF_8));
            }
            given().get(path)
                    .then()
                    .statusCode(503)
                    .contentType(Problem.MEDIA_TYPE)
                    .body("status", equalTo(503));
        }
        await().atMost(DEADLINE)
                .until(() -> openedStream(call), Objects::nonNull)
                .close();
    }

    /** Opens a stream and returns its connection; null if it is rejected. */
    private Socket openedStream(String call) throws IOException {
        Socket socket = send(call);
        socket.setSoTimeout(Math.toIntExact(DEADLINE.toMillis()));
        byte[] begin = socket.getInputStream().readNBytes(15);
        if (new String(begin, UTF_8).equals("HTTP/1.1 200 OK")) {
            return socket;
        }
        socket.close();
        return null;
    }

    @Test
    void timesOutOnAHangingDatabase() throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("lock table experiment in access exclusive mode");
            given().get("/api/experiments")
                    .then()
                    .statusCode(503)
                    .contentType(Problem.MEDIA_TYPE)
                    .header("Retry-After", "1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud800", "\\u001b[31m"})
    void rejectsTextThatCannotBeStoredOrShown(String name) {
        given().contentType("application/json")
                .body("{\"name\": \"%s\"}".formatted(name))
                .post("/api/experiments")
                .then()
                .statusCode(422)
                .contentType(Problem.MEDIA_TYPE)
                .body("violations.field", hasItem("name"));
    }

    @Test
    void reportsTheFirstHundredOfManyFaults() {
        given().contentType("application/json")
                .body("{\"name\": \"a\", \"seeds\": [" + "\"x\",".repeat(40_000) + "1]}")
                .post("/api/experiments")
                .then()
                .statusCode(422)
                .body("violations.size()", lessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/experiments/%25zz", "/nothing", "/q/nothing", "/api/experiments?preview=maybe"})
    void anInvalidAddressIsAProblem(String path) {
        given().urlEncodingEnabled(false)
                .contentType("application/yaml")
                .body("name: a".getBytes(UTF_8))
                .post(path)
                .then()
                .contentType(Problem.MEDIA_TYPE);
    }

    private static UUID experiment() throws Exception {
        UUID id = Generators.timeBasedEpochGenerator().generate();
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                insert into experiment values ('%s', 'quiet',
                  '{"name": "quiet", "dataset": "mnist", "model": {"hidden": [], "activation": "relu"},
                    "training": {"epochs": 1, "batchSize": 64, "validationSplit": 0,
                      "optimizer": {"type": "sgd", "learningRate": 0.1, "momentum": 0, "weightDecay": 0,
                        "nesterov": false}}, "seeds": [0], "device": ["cpu"]}',
                  now())\
                """.formatted(id));
        }
        return id;
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private static boolean isClosed(Socket socket, String drip) {
        try {
            socket.getOutputStream().write(drip.getBytes(UTF_8));
            socket.setSoTimeout(10);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
