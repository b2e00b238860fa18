package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class EventStreamIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int STREAMS = 30;

    @TestHTTPResource("/api/experiments/")
    URI experiments;

    @Inject
    EventPublisher publisher;

    /** Like the id of an experiment submitted with an Idempotency-Key, it contains no timestamp. */
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void submit() throws Exception {
        var specification = new SpecificationReader(10).read(Json.MAPPER.readTree("{\"name\": \"stream\"}"));
        publisher.publish(Topic.EXPERIMENTS, List.of(new ExperimentSubmitted(id, Instant.now(), specification)));
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into experiment values ('%s', 'stream', '%s', now())"
                    .formatted(id, Json.MAPPER.writeValueAsString(specification)));
        }
    }

    @Test
    void streamsPastAndNewEventsAndContinuesAfterADisconnect() throws Exception {
        epoch(1);
        String lastId;
        try (HttpClient client = HttpClient.newHttpClient()) {
            Queue<String> lines = open(client, null);
            await().atMost(DEADLINE).until(() -> lines.stream().anyMatch(line -> line.contains("\"epoch\":1,")));
            assertThat(lines).anyMatch(line -> line.contains("ExperimentSubmitted"));
            epoch(2);
            await().atMost(DEADLINE).until(() -> lines.stream().anyMatch(line -> line.contains("\"epoch\":2,")));
            lastId = lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .reduce((first, second) -> second)
                    .orElseThrow()
                    .substring(3);
            client.shutdownNow();
        }
        epoch(3);
        try (HttpClient client = HttpClient.newHttpClient()) {
            Queue<String> lines = open(client, lastId);
            await().atMost(DEADLINE).until(() -> lines.stream().anyMatch(line -> line.contains("\"epoch\":3,")));
            assertThat(lines).noneMatch(line -> line.contains("\"epoch\":2,"));
            client.shutdownNow();
        }
    }

    @Test
    void manyStreamsShareOneReaderOfTheLog() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            // The first stream starts the shared reader.
            Queue<String> first = open(client, null);
            await().atMost(DEADLINE).until(() -> first.stream().anyMatch(line -> line.contains("ExperimentSubmitted")));
            List<Queue<String>> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(open(client, null));
            }
            epoch(1);
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(streams).allSatisfy(lines -> {
                        assertThat(lines).anyMatch(line -> line.contains("ExperimentSubmitted"));
                        assertThat(lines.stream().filter(line -> line.contains("\"epoch\":1,")))
                                .hasSize(1);
                    }));
            assertThat(consumers()).isLessThan(STREAMS);
            client.shutdownNow();
        }
    }

    /** An id from a log that was recreated since; its offsets do not exist. */
    @Test
    void anIdOfAnotherLogStartsFromTheBeginning() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Queue<String> lines = open(client, null);
            await().atMost(DEADLINE).until(() -> lines.stream().anyMatch(line -> line.startsWith("id:")));
            String id = lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .findFirst()
                    .orElseThrow()
                    .substring(3);
            Queue<String> other = open(client, id.strip().replaceAll("\\d+|x", "99999999"));
            await().atMost(DEADLINE).until(() -> other.stream().anyMatch(line -> line.contains("ExperimentSubmitted")));
            client.shutdownNow();
        }
    }

    /** The number in the whole application. */
    private static int consumers() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.consumer:type=app-info,id=*"), null)
                .size();
    }

    @Test
    void rejectsAnInvalidLastEventId() {
        given().header("Last-Event-ID", "7")
                .get("/api/experiments/" + id + "/events")
                .then()
                .statusCode(400);
    }

    private Queue<String> open(HttpClient client, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(experiments.resolve(id + "/events"));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        var unused = client.sendAsync(request.build(), BodyHandlers.ofLines())
                .thenAcceptAsync(response -> response.body().forEach(lines::add));
        return lines;
    }

    private void epoch(int number) throws InterruptedException {
        publisher.publish(
                Topic.TRAINING,
                List.of(new EpochCompleted(new TrialId(id, 1), 1, Instant.now(), number, 0.5, null, null, 1, 60_000)));
    }
}
