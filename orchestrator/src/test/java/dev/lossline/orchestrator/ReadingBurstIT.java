package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lossline.orchestrator.results.Queries;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With any number of concurrent readers, each gets its response or a 503, and no other request is delayed. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ReadingBurstIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int CLIENTS = 200;

    @TestHTTPResource("/")
    URI server;

    @Inject
    Queries queries;

    private final RecordedExperiment experiment = new RecordedExperiment();
    private final UUID id = experiment.id();

    @BeforeEach
    void record() throws Exception {
        experiment.record(20);
        experiment.start();
        RecordedExperiment.execute(
                "update trial set completed_at = now(), training_loss = 0.3, seconds = 1 where experiment_id = '%s'"
                        .formatted(id));
        RecordedExperiment.execute("""
                insert into epoch select trial_id, e, 1, now(), 1.0 / e, null, null, 0.5, 60000
                from trial, generate_series(1, 20) e where experiment_id = '%s'""".formatted(id));
        RecordedExperiment.execute("""
                insert into evaluation select trial_id, 1, now(), 10, 0.4, 0.8, 'ab' from trial
                where experiment_id = '%s'""".formatted(id));
        RecordedExperiment.execute("""
                insert into confusion select trial_id, a, p, 1 from trial, generate_series(0, 9) a, generate_series(0, 9) p
                where experiment_id = '%s'""".formatted(id));
        RecordedExperiment.execute("""
                insert into class_metric select trial_id, label, 1, 1, 1, 10 from trial, generate_series(0, 9) label
                where experiment_id = '%s'""".formatted(id));
        RecordedExperiment.execute("""
                insert into misclassified select trial_id, 4, 9, '{1}' from trial where experiment_id = '%s'""".formatted(id));
        RecordedExperiment.execute("""
                insert into model select trial_id, 1, 100, 'ab', 'abc' from trial where experiment_id = '%s'""".formatted(id));
        for (String path : paths()) {
            given().get(path).then().statusCode(200);
        }
    }

    @Test
    void rejectsANestedQuery() {
        assertThatThrownBy(() -> queries.list("select 1", outer -> queries.list("select 2", inner -> inner.getInt(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("within another query");
        assertThat(queries.list("select 1", row -> row.getInt(1))).containsExactly(1);
    }

    /** New read addresses are covered automatically; a nested query would return 500. */
    @Test
    void everyAddressThatReadsIsAnswered() {
        Map<String, Map<String, Object>> documented = given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        List<String> read = documented.entrySet().stream()
                .filter(path -> path.getValue().containsKey("get"))
                .map(Map.Entry::getKey)
                .filter(path -> path.startsWith("/api/") && !path.endsWith("/events"))
                .map(path -> path.replace("{id}", path.startsWith("/api/trials") ? id + ".1" : id.toString())
                        .replace("{name}", "mnist")
                        .replace("{index}", "0"))
                .toList();
        assertThat(read).contains("/api/trials/" + id + ".1/evaluation").hasSizeGreaterThan(10);
        assertThat(read).allSatisfy(path -> given().get(path).then().statusCode(org.hamcrest.Matchers.lessThan(500)));
    }

    @Test
    void thirtyReadersOfEvaluationsAreAllAnswered() throws Exception {
        List<String> evaluations = IntStream.range(0, 30)
                .mapToObj(i -> "/api/trials/%s.%d/evaluation".formatted(id, 1 + i % 20))
                .toList();
        assertThat(burst(evaluations)).allMatch(answer -> answer.status() == 200);
    }

    @Test
    void aBurstIsAnsweredOrGets503AndDelaysNoOtherRequest() throws Exception {
        CompletableFuture<List<Answer>> burst = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                burst.complete(burst(mixed()));
            } catch (Exception e) {
                burst.completeExceptionally(e);
            }
        });
        otherRequestsAreNotDelayed();
        assertThat(ask(HttpRequest.newBuilder(server.resolve("/api/experiments"))
                                .header("Content-Type", "application/yaml")
                                .POST(BodyPublishers.ofString("name: burst\ndevice: gpu")))
                        .status())
                .isIn(201, 202);
        assertThat(burst.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).allSatisfy(ReadingBurstIT::isInTime);
    }

    @Test
    void readersOfAHangingDatabaseGet503AndDelayNoOtherRequest() throws Exception {
        try (Connection holder = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("lock table experiment, trial, evaluation in access exclusive mode");
            CompletableFuture<List<Answer>> burst = new CompletableFuture<>();
            Thread.ofPlatform().start(() -> {
                try {
                    burst.complete(burst(mixed()));
                } catch (Exception e) {
                    burst.completeExceptionally(e);
                }
            });
            otherRequestsAreNotDelayed();
            List<Answer> answers = burst.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertThat(answers).allSatisfy(ReadingBurstIT::isInTime);
            assertThat(answers).anyMatch(answer -> answer.status() == 503);
        }
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> given().get("/api/experiments/" + id).then().statusCode(200));
    }

    private record Answer(String path, int status, boolean retryAfter, Duration took) {}

    private static void isInTime(Answer answer) {
        assertThat(answer.status()).as(answer.path()).isIn(200, 429, 503);
        assertThat(answer.retryAfter()).as(answer.path()).isEqualTo(answer.status() != 200);
        assertThat(answer.took()).as(answer.path()).isLessThan(ANSWER);
    }

    private void otherRequestsAreNotDelayed() throws Exception {
        for (String path : List.of("/q/health/live", "/q/health/ready", "/q/metrics", "/api/settings", "/")) {
            Answer answer = ask(HttpRequest.newBuilder(server.resolve(path)));
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.took()).as(path).isLessThan(ANSWER);
        }
    }

    private List<String> paths() {
        String trial = "/api/trials/" + id + ".1";
        String whole = "/api/experiments/" + id;
        return List.of(
                "/api/experiments?limit=20",
                "/api/experiments?state=running,completed&limit=5&sort=name",
                whole,
                whole + "/summary",
                whole + "/trials",
                whole + "/epochs",
                whole + "/report",
                trial,
                trial + "/epochs",
                trial + "/evaluation",
                trial + "/attempts",
                trial + "/misclassified?actual=4&predicted=9",
                trial + "/model",
                "/api/recording");
    }

    private List<String> mixed() {
        List<String> paths = paths();
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> paths.get(i % paths.size()))
                .toList();
    }

    /** The responses to the given number of concurrent requests. */
    private List<Answer> burst(List<String> paths) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<Answer>> asked = new ArrayList<>();
            for (String path : paths) {
                long begin = System.nanoTime();
                asked.add(client.sendAsync(
                                HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofByteArray())
                        .thenApply(response -> answer(path, response, begin)));
            }
            List<Answer> answers = new ArrayList<>();
            for (CompletableFuture<Answer> each : asked) {
                answers.add(each.get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
            }
            return answers;
        }
    }

    private Answer ask(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            long begin = System.nanoTime();
            HttpRequest built = request.build();
            return answer(built.uri().getPath(), client.send(built, BodyHandlers.ofByteArray()), begin);
        }
    }

    private static Answer answer(String path, HttpResponse<byte[]> response, long begin) {
        return new Answer(
                path,
                response.statusCode(),
                response.headers().firstValue("Retry-After").isPresent(),
                Duration.ofNanos(System.nanoTime() - begin));
    }
}
