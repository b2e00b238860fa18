package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import dev.lossline.contract.api.Problem;
import dev.lossline.contract.topic.DeadLetter;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class DeadLetterIT {
    private static final byte[] BODY = "{\"type\": \"Gar\u001b[31mb".getBytes(UTF_8);

    @Inject
    EventPublisher publisher;

    private final String key = UUID.randomUUID().toString();

    @Test
    void listsTheNewestFirstInPages() throws Exception {
        String first = letter(Topic.TRAINING, BODY);
        String second = letter(Topic.EVALUATIONS, null);

        given().get("/api/dead-letters?limit=2")
                .then()
                .statusCode(200)
                .body("id", contains(second, first))
                .body("topic", contains(Topic.EVALUATIONS.name(), Topic.TRAINING.name()))
                .body("size", contains(0, BODY.length))
                .body("reason", contains("no reason", "no reason"))
                .body("[0].body", nullValue());
        given().get("/api/dead-letters?limit=1&before=" + second)
                .then()
                .statusCode(200)
                .body("id", contains(first));
    }

    @Test
    void showsHeadersAndTheBeginningOfTheBody() throws Exception {
        byte[] giant = new byte[20 << 20];
        String id = letter(Topic.CHECKPOINTS, giant);
        given().get("/api/dead-letters/" + id)
                .then()
                .statusCode(200)
                .body("size", equalTo(giant.length))
                .body("key", equalTo(key))
                .body("offset", equalTo(7))
                .body("service", equalTo("a test"))
                .body("headers.name", contains("own"))
                .body("body", equalTo(Base64.getEncoder().encodeToString(new byte[16 << 10])));
    }

    @Test
    void sendsTheOriginalToItsTopicAgain() throws Exception {
        String id = letter(Topic.TRAINING, BODY);
        given().post("/api/dead-letters/" + id + "/resend")
                .then()
                .statusCode(202)
                .body("topic", equalTo(Topic.TRAINING.name()));

        assertThat(Topics.messages(Topic.TRAINING, key)).singleElement().satisfies(again -> {
            assertThat(again.value()).isEqualTo(BODY);
            assertThat(DeadLetter.text(again.headers(), "own")).isEqualTo("1");
            assertThat(DeadLetter.text(again.headers(), DeadLetter.RESENT)).isEqualTo(id);
            assertThat(DeadLetter.text(again.headers(), DeadLetter.REASON)).isNull();
        });
    }

    @Test
    void foreignMessagesAreListedButCannotBeResent() throws Exception {
        String id = id(new ProducerRecord<>(Topic.DEAD_LETTERS.name(), null, null));
        given().get("/api/dead-letters/" + id)
                .then()
                .statusCode(200)
                .body("key", nullValue())
                .body("topic", nullValue())
                .body("size", equalTo(0));
        given().post("/api/dead-letters/" + id + "/resend")
                .then()
                .statusCode(409)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString("does not name a topic"));
    }

    @Test
    void rejectsInvalidIds() {
        for (String id : List.of("x", "1-0", "0--1", "0-99999999999999999999")) {
            given().get("/api/dead-letters/" + id).then().statusCode(400).body("detail", containsString("0-17"));
        }
        given().get("/api/dead-letters/0-999999999").then().statusCode(404);
        given().post("/api/dead-letters/0-999999999/resend").then().statusCode(404);
        given().get("/api/dead-letters?limit=0").then().statusCode(400);
        given().get("/api/dead-letters?before=x").then().statusCode(400);
    }

    @Test
    void saysHowFarTheTablesAreBehindTheLog() {
        given().get("/api/recording")
                .then()
                .statusCode(200)
                .body(
                        "partitions.topic",
                        hasItems(Topic.EXPERIMENTS.name(), Topic.TRAINING.name(), Topic.CHECKPOINTS.name()))
                .body("partitions.find { it.topic == 'lossline.checkpoints' }.recorded", equalTo(0));
    }

    private String letter(Topic topic, byte[] body) throws InterruptedException {
        ConsumerRecord<String, byte[]> original = new ConsumerRecord<>(topic.name(), 0, 7, key, body);
        original.headers().add("own", "1".getBytes(UTF_8));
        return id(DeadLetter.of(original, "a test", "no reason"));
    }

    private String id(ProducerRecord<String, byte[]> letter) throws InterruptedException {
        return "0-" + publisher.send(List.of(letter)).getFirst().offset();
    }
}
