package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.lossline.contract.api.Problem;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class SubmissionIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String YAML = """
            name: learning-rate
            training: { epochs: 2, optimizer: { learningRate: 1e-3 } }
            search:
              grid: { training.optimizer.learningRate: [1e-1, 0.01] }
            device: [cpu, gpu]
            """;

    @Inject
    EventPublisher publisher;

    @Test
    void aSubmissionIsOneEventThatRequestsEveryTrial() {
        UUID id = UUID.fromString(submit(YAML).statusCode(202).extract().path("id"));

        assertThat(Topics.events(Topic.EXPERIMENTS, id))
                .singleElement()
                .isInstanceOfSatisfying(
                        ExperimentSubmitted.class,
                        event -> assertThat(event.specification().name()).isEqualTo("learning-rate"));
        for (Topic queue : new Topic[] {Topic.TRIALS_CPU, Topic.TRIALS_GPU}) {
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(Topics.events(queue, id))
                            .map(event -> (TrialRequested) event)
                            .extracting(event ->
                                    event.trial().training().optimizer().learningRate())
                            .containsExactlyInAnyOrder(0.1, 0.01));
        }
    }

    @Test
    void skipsAnUnreadableSubmissionAndDispatchesTheNext() throws Exception {
        UUID garbage = UUID.randomUUID();
        publisher.send(List.of(new ProducerRecord<>(
                Topic.EXPERIMENTS.name(), garbage.toString(), "{\"type\": \"Experi".getBytes(UTF_8))));
        UUID id = UUID.fromString(submit(YAML).statusCode(202).extract().path("id"));

        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(Topics.events(Topic.TRIALS_CPU, id)).hasSize(2));
        assertThat(Topics.messages(Topic.DEAD_LETTERS, garbage.toString())).isEmpty();
    }

    @Test
    void aGridOfTenBillionTrialsIsSkippedAndTheNextSubmissionDispatched() throws Exception {
        UUID endless = UUID.randomUUID();
        String hundred = "[" + "1,".repeat(99) + "1]";
        String grid =
                "{\"training.epochs\":%1$s,\"training.batchSize\":%1$s,\"model.hidden\":%1$s,\"dataset\":%1$s,\"training.validationSplit\":%1$s}"
                        .formatted(hundred);
        byte[] event =
                ("{\"type\":\"ExperimentSubmitted\",\"schemaVersion\":1,\"experimentId\":\"%s\",\"occurredAt\":\"2026-11-23T00:00:00Z\","
                                + "\"specification\":{\"name\":\"endless\",\"dataset\":\"mnist\",\"model\":{\"hidden\":[],\"activation\":\"relu\"},"
                                + "\"training\":{\"epochs\":1,\"batchSize\":64,\"optimizer\":{\"type\":\"sgd\",\"learningRate\":0.1}},"
                                + "\"search\":{\"grid\":[%s]},\"seeds\":[0],\"device\":[\"cpu\"]}}")
                        .formatted(endless, grid)
                        .getBytes(UTF_8);
        publisher.send(List.of(new ProducerRecord<>(Topic.EXPERIMENTS.name(), endless.toString(), event)));
        UUID id = UUID.fromString(submit(YAML).statusCode(202).extract().path("id"));

        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(Topics.events(Topic.TRIALS_CPU, id)).hasSize(2));
        assertThat(Topics.events(Topic.TRIALS_CPU, endless)).isEmpty();
    }

    @Test
    void aPreviewExpandsAndSubmitsNothing() {
        given().contentType("application/yaml")
                .body(YAML.getBytes(UTF_8))
                .post("/api/experiments?preview=true")
                .then()
                .statusCode(200)
                .body("trials", hasSize(4))
                .body("trials[0].training.optimizer.learningRate", equalTo(0.1f))
                .body("specification.training.batchSize", equalTo(64))
                .header("Location", equalTo(null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "modell: {}                                                  | modell                | one of the keys",
                "training: { optimizer: { learningRate: -1 } }               | training.optimizer.learningRate | greater than 0",
                "model: { hidden: [0] }                                      | model.hidden[0]       | 1 to 16384",
                "training: { optimizer: { learningRate: .nan } }             | training.optimizer.learningRate | finite",
                "dataset: imagenet                                           | dataset               | mnist, fashion-mnist",
                "device: tpu                                                 | device                | cpu, gpu",
                "seeds: [1, 1]                                               | seeds[1]              | each value once",
            })
    void namesFieldValueAndWhatIsAllowed(String line, String field, String allowed) {
        problem(submit("name: bad\n" + line + "\n"), 422)
                .body("violations.field", hasItem(field))
                .body("violations.allowed", hasItem(containsString(allowed)))
                .body("violations.line", hasItem(2))
                .body("violations", hasSize(1))
                .body("detail", containsString(field));
    }

    @Test
    void refusesTenMillionTrials() {
        String hundred = "[" + "1, ".repeat(99) + "1]";
        problem(submit("""
                                name: wide
                                search:
                                  grid:
                                    training.epochs: %1$s
                                    training.batchSize: %1$s
                                    training.optimizer.momentum: %1$s
                                    training.optimizer.learningRate: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
                                """.formatted(hundred)), 422)
                .body("violations[0].value", equalTo("10000000 trials"))
                .body("violations[0].allowed", containsString("20000"));
    }

    @Test
    void locatesASyntaxError() {
        problem(submit("name: a\nseeds: [unclosed\nmodel: {}"), 400)
                .body("detail", equalTo("line 2, column 8: This '[' is never closed. Add ']'."))
                .body("violations[0].line", equalTo(2))
                .body("violations[0].column", equalTo(8));
        problem(submit("name: twice\nname: twice\n"), 422)
                .body("violations[0].message", equalTo("The key 'name' is given twice, first in line 1. Remove one."))
                .body("violations[0].line", equalTo(2));
        problem(submit(""), 400).body("detail", containsString("empty"));
        problem(
                        given().contentType("application/json")
                                .body("{\"name\": ")
                                .post("/api/experiments")
                                .then(),
                        400)
                .body("detail", equalTo("line 1, column 10: A value is missing here."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "application/json"})
    void rejectsInvalidUtf8WithItsLocation(String type) {
        problem(
                        given().contentType(type)
                                .body("name: caf\u00e9".getBytes(ISO_8859_1))
                                .post("/api/experiments")
                                .then(),
                        400)
                .body(
                        "detail",
                        equalTo(
                                "line 1, column 10: The document is not UTF-8: byte 0xE9 at offset 9. Save it as UTF-8."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6e84117", "1.10", "no", "1e-3"})
    void aNameIsKeptAsWritten(String name) {
        preview("name: " + name).body("specification.name", equalTo(name));
    }

    @Test
    void refusesAnotherMediaType() {
        problem(
                        given().contentType("text/csv")
                                .body("name")
                                .post("/api/experiments")
                                .then(),
                        415)
                .body("detail", containsString("application/yaml"));
    }

    @Test
    void refusesTenMegabytes() {
        problem(submit("name: " + "x".repeat(10 << 20)), 413).body("detail", containsString("262144"));
    }

    @Test
    void refusesADocumentThatUnfoldsAliases() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("x]\n");
        }
        problem(submit(bomb.toString()), 422).body("violations.message", hasItem(containsString("is not supported")));
    }

    @Test
    void anUnknownResourceIsAProblem() {
        problem(given().get("/api/nothing").then(), 404);
        problem(given().get("/api/experiments/not-an-id").then(), 400).body("detail", containsString("a UUID"));
        problem(given().get("/api/experiments/" + UUID.randomUUID()).then(), 404);
        problem(given().get("/api/trials/" + UUID.randomUUID() + ".1").then(), 404);
        problem(given().get("/api/trials/x").then(), 400);
        problem(given().delete("/api/experiments").then(), 405);
        problem(given().get("/api/experiments?limit=0").then(), 400).body("detail", containsString("1 to 1000"));
        problem(given().get("/api/experiments?limit=many").then(), 400);
    }

    @Test
    void describesItself() {
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItem("/api/experiments/{id}/events"));
        given().get("/q/swagger-ui/").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void measuresItselfFromTheStart() {
        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics)
                .contains("lossline_queue_depth")
                .contains("lossline_messages_published_total", "lossline_messages_buffered 0.0")
                .containsPattern("process_resident_memory_bytes \\d");
    }

    @Test
    void aRepeatedSubmissionReturnsTheSameExperiment() {
        String key = "nightly " + UUID.randomUUID();
        String first = withKey(key, YAML).statusCode(202).extract().path("id");
        withKey(key, YAML).statusCode(202).body("id", equalTo(first));
        withKey(key + "'s other", YAML).statusCode(202).body("id", not(equalTo(first)));

        UUID id = UUID.fromString(first);
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(Topics.events(Topic.TRIALS_CPU, id)).hasSize(2));
        problem(withKey("x".repeat(256), "name: long"), 400).body("detail", containsString("255"));

        // The dispatcher takes submissions in their order.
        UUID after =
                UUID.fromString(submit("name: after").statusCode(202).extract().path("id"));
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(Topics.events(Topic.TRIALS_CPU, after)).hasSize(1));
        assertThat(Topics.events(Topic.TRIALS_CPU, id)).hasSize(2);
    }

    private static ValidatableResponse withKey(String key, String yaml) {
        return given().contentType("application/yaml")
                .header("Idempotency-Key", key)
                .body(yaml.getBytes(UTF_8))
                .post("/api/experiments")
                .then();
    }

    @Test
    void saysHowFarTheReadersOfTheLogAreBehind() {
        submit("name: lag").statusCode(202);
        // The dispatcher reads here, no recorder does.
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(given().get("/q/metrics").asString())
                                .contains(
                                        "lossline_consumer_lag{group=\"lossline.dispatcher\",topic=\"lossline.experiments\"} 0.0")
                                .containsPattern(
                                        "lossline_consumer_lag\\{group=\"lossline.recorder\",topic=\"lossline.experiments\"} [1-9]"));
    }

    private static ValidatableResponse preview(String yaml) {
        return given().contentType("application/yaml")
                .body(yaml.getBytes(UTF_8))
                .post("/api/experiments?preview=true")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse submit(String yaml) {
        return given().contentType("application/yaml")
                .body(yaml.getBytes(UTF_8))
                .post("/api/experiments")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(status))
                .body("title", not(equalTo(null)))
                .body("detail", not(containsString("dev.lossline")));
    }
}
