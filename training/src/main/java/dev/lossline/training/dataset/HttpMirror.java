package dev.lossline.training.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A web directory with the four files, gzipped, with the extension {@code .gz}. */
record HttpMirror(URI folder) implements DatasetSource {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public void fetch(List<DatasetFile> wanted, DatasetFolder target) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            try {
                for (DatasetFile file : wanted) {
                    fetch(client, file, target);
                }
            } catch (ConnectException | HttpTimeoutException e) {
                throw new IOException("unreachable (" + e + ")", e);
            } finally {
                // Otherwise, close would wait for the rest of a response that is no longer needed.
                client.shutdownNow();
            }
        }
    }

    private void fetch(HttpClient client, DatasetFile file, DatasetFolder target)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(folder.resolve(file.fileName() + ".gz"))
                .timeout(ANSWER_TIMEOUT)
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("HTTP status " + response.statusCode() + " for " + request.uri());
            }
            try (InputStream unpacked = new GZIPInputStream(body)) {
                target.put(file, unpacked, name());
            }
        }
    }
}
