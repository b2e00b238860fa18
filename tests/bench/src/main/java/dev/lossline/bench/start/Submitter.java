package dev.lossline.bench.start;

import com.google.gson.JsonParser;
import dev.lossline.bench.start.EventFollower.Seen;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Submits experiments to a stack and waits until they are trained. */
final class Submitter implements AutoCloseable {
    private static final int FIRST_NON_SUCCESS_STATUS = 300;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final EventFollower follower;

    /** @param api the orchestrator's port */
    Submitter(int api, String brokers) {
        this.address = URI.create("http://127.0.0.1:" + api + "/api/experiments");
        this.follower = new EventFollower(brokers);
    }

    /** A trained experiment, with its events. */
    record Trained(Instant sent, Instant answered, List<Seen> events) {}

    /** The document of an experiment with MLPs of 128 units that differ only in their seeds. */
    static String document(int trials, int epochs) {
        return """
                name: bench-start
                model: { hidden: [128] }
                training: { epochs: %d, optimizer: { type: sgd, learningRate: 0.1 } }
                seeds: %s
                """.formatted(epochs, IntStream.range(0, trials).boxed().toList());
    }

    /** Submits an experiment and waits until all its trials are completed. */
    Trained train(int trials, int epochs) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(document(trials, epochs)))
                .build();
        Instant sent = Instant.now();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        Instant answered = Instant.now();
        if (response.statusCode() >= FIRST_NON_SUCCESS_STATUS) {
            throw new IOException("the API responded with status " + response.statusCode() + ": " + response.body());
        }
        UUID id = UUID.fromString(JsonParser.parseString(response.body())
                .getAsJsonObject()
                .get("id")
                .getAsString());
        return new Trained(sent, answered, follower.until(id, seen -> completed(seen) == trials));
    }

    private static long completed(List<Seen> seen) {
        return seen.stream().filter(s -> s.event() instanceof TrialCompleted).count();
    }

    @Override
    public void close() {
        follower.close();
        client.close();
    }
}
