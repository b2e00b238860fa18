package dev.lossline.orchestrator.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lossline.contract.api.Problem;
import dev.lossline.orchestrator.RecordedExperiment;
import dev.lossline.orchestrator.SchemaResource;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large responses match the tables, and only a limited number are sent at a time. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class LargeAnswersIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int PLACES = 16;
    private static final int TRIALS = 2 * LargeAnswers.PAGE + 1;

    /** Larger than the buffers between server and client. */
    private static final int MODEL_BYTES = 20 << 20;

    private final RecordedExperiment experiment = new RecordedExperiment();
    private final UUID id = experiment.id();

    @BeforeEach
    void record() throws Exception {
        experiment.record(TRIALS);
        RecordedExperiment.execute("""
                insert into model select '%s.1', 1, 100, 'ab', string_agg(sha256(n::text::bytea), '' order by n)
                from generate_series(1, %d) n""".formatted(id, MODEL_BYTES / 32));
    }

    @Test
    void aListOfManyPagesHasEveryTrialInOrder() {
        assertThat(numbers("")).isEqualTo(range(1, TRIALS));
        assertThat(numbers("?after=3&limit=" + (LargeAnswers.PAGE + 1))).isEqualTo(range(4, LargeAnswers.PAGE + 4));
        assertThat(numbers("?after=" + (TRIALS - LargeAnswers.PAGE)))
                .isEqualTo(range(TRIALS - LargeAnswers.PAGE + 1, TRIALS));
    }

    @Test
    void aModelIsServedCompletely() throws Exception {
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        for (int n = 1; n <= MODEL_BYTES / 32; n++) {
            expected.update(MessageDigest.getInstance("SHA-256")
                    .digest(Integer.toString(n).getBytes(UTF_8)));
        }
        Response answer = model();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(MODEL_BYTES));
        byte[] actual = MessageDigest.getInstance("SHA-256").digest(answer.asByteArray());
        assertThat(HexFormat.of().formatHex(actual)).isEqualTo(HexFormat.of().formatHex(expected.digest()));
    }

    @Test
    void headRequestsNeedNoPermit() {
        for (int i = 0; i <= PLACES; i++) {
            given().head("/api/trials/" + id + ".1/model").then().statusCode(200);
        }
        assertThat(model().statusCode()).isEqualTo(200);
    }

    @Test
    void requestsOverTheLimitGet503() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < PLACES; i++) {
                silent.add(clientThatReadsNothing());
            }
            await().atMost(DEADLINE).untilAsserted(() -> {
                // Of concurrent clients, some are rejected before they get a permit.
                silent.add(clientThatReadsNothing());
                model().then()
                        .statusCode(503)
                        .header("Retry-After", equalTo("1"))
                        .contentType(Problem.MEDIA_TYPE)
                        .body("detail", containsString("large responses"));
            });
            given().get("/api/experiments/" + id + "/trials?limit=5").then().statusCode(200);
            given().get("/api/experiments/" + id + "/trials").then().statusCode(503);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        await().atMost(DEADLINE).until(() -> model().statusCode() == 200);
    }

    @Test
    void aDownloadIsAbortedIfItsModelIsReplaced() throws Exception {
        try (Socket client = clientThatReadsNothing()) {
            client.setSoTimeout((int) DEADLINE.toMillis());
            assertThat(client.getInputStream().readNBytes(LargeAnswers.CHUNK_SIZE))
                    .hasSize(LargeAnswers.CHUNK_SIZE);
            RecordedExperiment.execute("update model set sha256 = 'cd' where trial_id = '%s.1'".formatted(id));
            assertThat(client.getInputStream().transferTo(OutputStream.nullOutputStream()))
                    .isLessThan(MODEL_BYTES - LargeAnswers.CHUNK_SIZE);
        }
        assertThat(model().statusCode()).isEqualTo(200);
    }

    private Response model() {
        return given().get("/api/trials/" + id + ".1/model");
    }

    private Socket clientThatReadsNothing() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.getOutputStream()
                .write("GET /api/trials/%s.1/model HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                        .formatted(id)
                        .getBytes(UTF_8));
        return socket;
    }

    private List<Integer> numbers(String query) {
        List<String> ids = given().get("/api/experiments/" + id + "/trials" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        return ids.stream()
                .map(trial -> Integer.parseInt(trial.substring(trial.lastIndexOf('.') + 1)))
                .toList();
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
