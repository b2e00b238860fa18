package dev.lossline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.uuid.Generators;
import dev.lossline.specification.TrialId;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The tables lose rows that this recorder has written. A separate application, because it stops recording. */
@QuarkusTest
@TestProfile(TablesBehindIT.OfItsOwn.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class TablesBehindIT {
    public static final class OfItsOwn implements QuarkusTestProfile {}

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TestHTTPResource("/q/health/live")
    URL liveness;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void aRecorderWhoseTablesAreGoneFailsItsLivenessCheck() throws Exception {
        UUID experiment = Generators.timeBasedEpochGenerator().generate();
        SampleExperiment sample = new SampleExperiment(experiment);
        Results results = new Results(dataSource, experiment);
        TrialId trial = sample.completed;
        try (Log log = new Log(KafkaResource.bootstrapServers())) {
            log.publish(sample.started(trial, 1, 0, 1));
            String recorded = "select state from trial where experiment_id = ?";
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(results.rows(recorded)).containsExactly("running"));
            results.rows("delete from event_offset where ?::uuid is not null returning 1");
            log.publish(sample.epoch(trial, 1, 1, 0.5));
            await().atMost(DEADLINE).untilAsserted(() -> {
                HttpResponse<String> answer = live();
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("leave a gap");
            });
            assertThat(results.rows("select epoch::text from epoch where trial_id like ?::text || '.%'"))
                    .isEmpty();
        }
    }

    private HttpResponse<String> live() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(liveness.toURI()).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
