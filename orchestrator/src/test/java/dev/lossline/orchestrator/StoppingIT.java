package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.lossline.contract.api.Problem;
import dev.lossline.testing.KafkaResource;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** It waits for the requests that are open, so streams end and no more begin. An application of its own, as it is stopping. */
@QuarkusTest
@TestProfile(StoppingIT.OfItsOwn.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
@Timeout(120)
class StoppingIT {
    public static final class OfItsOwn implements QuarkusTestProfile {}

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @TestHTTPResource("/api/experiments/")
    URI experiments;

    @Inject
    Event<ShutdownDelayInitiatedEvent> stopping;

    @Test
    void streamsEndAndNewOnesAreRejected() throws Exception {
        RecordedExperiment experiment = new RecordedExperiment();
        experiment.record(1);
        URI list = experiments.resolve("events");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(list).timeout(DEADLINE).build();
            Iterator<String> lines =
                    client.send(request, BodyHandlers.ofLines()).body().iterator();
            assertThat(lines.next()).isNotNull();
            stopping.fire(new ShutdownDelayInitiatedEvent());
            lines.forEachRemaining(line -> {});
        }
        for (URI address : new URI[] {list, experiments.resolve(experiment.id() + "/events")}) {
            given().get(address)
                    .then()
                    .statusCode(503)
                    .contentType(Problem.MEDIA_TYPE)
                    .body("detail", containsString("is stopping"));
        }
    }
}
