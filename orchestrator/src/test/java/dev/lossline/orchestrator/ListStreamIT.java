package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lossline.contract.api.ExperimentsRepresentation;
import dev.lossline.contract.api.Problem;
import dev.lossline.contract.event.State;
import dev.lossline.specification.Json;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The list of experiments, live. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
@Timeout(120)
class ListStreamIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    @TestHTTPResource("/api/experiments/events")
    URI address;

    private final RecordedExperiment experiment = new RecordedExperiment();

    @BeforeEach
    void record() throws Exception {
        experiment.record(1);
    }

    @Test
    void sendsTheWholeListThenChanges() throws Exception {
        try (Listener listener = new Listener(null)) {
            Message first = listener.next();
            assertThat(first.change().all()).isTrue();
            assertThat(first.change().experiments().getFirst().id()).isEqualTo(experiment.id());

            RecordedExperiment second = new RecordedExperiment();
            second.record(1);
            // Other experiments may change in between, for example because trainers connect.
            await().atMost(DEADLINE).until(() -> {
                ExperimentsRepresentation changed = listener.next().change();
                assertThat(changed.all()).isFalse();
                return changed.experiments().stream().anyMatch(each -> each.id().equals(second.id()));
            });

            experiment.start();
            await().atMost(DEADLINE)
                    .until(() -> listener.next().change().experiments().stream()
                            .anyMatch(each -> each.id().equals(experiment.id()) && each.state() == State.RUNNING));
        }
    }

    @Test
    void aReconnectingClientGetsExactlyWhatItMissed() {
        // Repeated if something else changed in between, such as the connected trainers.
        await().atMost(DEADLINE).until(() -> {
            String known;
            try (Listener listener = new Listener(null)) {
                known = listener.next().id();
            }
            RecordedExperiment late = new RecordedExperiment();
            ExperimentsRepresentation told;
            try (Listener listener = new Listener(known)) {
                late.record(1);
                told = listener.next().change();
            }
            try (Listener listener = new Listener(known)) {
                assertThat(listener.next().change().all()).isTrue();
            }
            return !told.all()
                    && told.experiments().stream().anyMatch(each -> each.id().equals(late.id()));
        });
    }

    @Test
    void endsWhenResultsAreUnavailableAndIsRejectedUntilTheyAre() throws Exception {
        try (Listener listener = new Listener(null)) {
            listener.next();
            RecordedExperiment.execute("alter view experiment_summary rename to hidden");
            try {
                listener.readToTheEnd();
                given().get(address).then().statusCode(503).contentType(Problem.MEDIA_TYPE);
            } finally {
                RecordedExperiment.execute("alter view hidden rename to experiment_summary");
            }
        }
        await().atMost(DEADLINE).until(() -> {
            try (Listener listener = new Listener(null)) {
                return listener.status == 200;
            }
        });
    }

    @Test
    void isRejectedInsteadOfDelayedWhileTheDatabaseHangs() throws Exception {
        try (Connection holder = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("lock table experiment in access exclusive mode");
            // The poll times out after a second, so a client waits no longer than that.
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(answer()).contains("the database is not responding"));
        }
        await().atMost(DEADLINE).until(() -> {
            try (Listener listener = new Listener(null)) {
                return listener.status == 200;
            }
        });
    }

    private String answer() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            try {
                return client.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                        .get(ANSWER.toSeconds(), TimeUnit.SECONDS)
                        .body();
            } catch (TimeoutException e) {
                return "none in time";
            } finally {
                client.shutdownNow();
            }
        }
    }

    @Test
    void rejectsAnInvalidLastEventId() {
        given().header("Last-Event-ID", "7").get(address).then().statusCode(400).contentType(Problem.MEDIA_TYPE);
    }

    private record Message(String id, ExperimentsRepresentation change) {}

    private final class Listener implements AutoCloseable {
        private final HttpClient client = HttpClient.newHttpClient();
        private final Iterator<String> lines;
        private final int status;

        Listener(String lastEventId) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(DEADLINE);
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            var response = client.send(request.build(), BodyHandlers.ofLines());
            status = response.statusCode();
            lines = response.body().iterator();
        }

        /** Waits for the next event; fails if the stream ends. */
        Message next() throws Exception {
            String id = null;
            for (String line : (Iterable<String>) () -> lines) {
                if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("data:")) {
                    return new Message(id, Json.MAPPER.readValue(line.substring(5), ExperimentsRepresentation.class));
                }
            }
            throw new AssertionError("the stream has ended");
        }

        void readToTheEnd() {
            while (lines.hasNext()) {
                lines.next();
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
