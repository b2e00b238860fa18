package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lossline.evaluator.database.Database;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class RecordingReadinessIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Inject
    Database database;

    private final CountDownLatch room = new CountDownLatch(1);

    @Test
    void isNotReadyWhileTheDatabaseRejectsWrites() throws Exception {
        assertThat(ready().statusCode()).isEqualTo(200);
        Thread recorder = Thread.ofPlatform().start(this::recordOnceThereIsRoom);
        try {
            await().atMost(DEADLINE).until(() -> ready().statusCode() == 503);
            assertThat(ready().body()).contains("recording", "could not extend file: no space left");
        } finally {
            room.countDown();
        }
        assertThat(recorder.join(DEADLINE)).isTrue();
        assertThat(ready().statusCode()).isEqualTo(200);
    }

    private void recordOnceThereIsRoom() {
        try {
            database.inTransaction(this::write);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails as a full disk does. */
    private boolean write(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(room.getCount() == 0 ? "select 1" : """
                            do $$ begin
                              raise exception 'could not extend file: no space left' using errcode = 'disk_full';
                            end $$""");
        }
    }

    private static HttpResponse<String> ready() throws IOException, InterruptedException {
        String url = ConfigProvider.getConfig().getValue("test.url", String.class);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))
                                .build(),
                        BodyHandlers.ofString());
    }
}
