package dev.lossline.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.local.RunDirectory;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.local.StackPart;
import dev.lossline.contract.api.DeadLetterRepresentation;
import dev.lossline.contract.api.EpochRepresentation;
import dev.lossline.contract.api.EvaluationRepresentation;
import dev.lossline.contract.api.ExperimentPageRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.PreviewRepresentation;
import dev.lossline.contract.api.Problem;
import dev.lossline.contract.api.RecordingRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A client of the orchestrator's API. Every call can throw {@link ApiProblemException} if the API rejects it, and
 * {@link ApiUnreachableException} if the API does not answer.
 */
public final class Api implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final int FIRST_SERVER_ERROR = 500;

    /** The file name in a Content-Disposition header; excludes names that lead to another directory. */
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([a-z0-9][a-z0-9.-]*)\"");

    private final URI address;
    private final Optional<String> token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    public Api(URI address, Optional<String> token) {
        this.address = address;
        this.token = token;
    }

    /** The API at {@code LOSSLINE_URL}, or of the stack on this machine. */
    public static Api of(Settings settings) {
        String url = settings.url()
                .orElseGet(() -> new RunDirectory(settings.runDirectory())
                        .find(StackPart.ORCHESTRATOR)
                        .map(part -> "http://127.0.0.1:" + part.port())
                        .orElse("http://127.0.0.1:" + StackPart.ORCHESTRATOR.defaultPort()));
        try {
            return new Api(
                    URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url), settings.apiToken());
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "LOSSLINE_URL is '%s'; expected http://host:port".formatted(url), e);
        }
    }

    public URI address() {
        return address;
    }

    /** Submits an experiment and returns its id. */
    public UUID submit(ExperimentDocument document) throws InterruptedException {
        return read(post("/api/experiments", document), new TypeReference<Submitted>() {})
                .id();
    }

    /** The part of the response that is used. */
    private record Submitted(UUID id) {}

    public PreviewRepresentation preview(ExperimentDocument document) throws InterruptedException {
        return read(post("/api/experiments?preview=true", document), new TypeReference<>() {});
    }

    /**
     * A page of the list of experiments.
     *
     * @param query the query parameters, such as {@code limit} and {@code state}
     */
    public ExperimentPageRepresentation experiments(Map<String, String> query) throws InterruptedException {
        String parameters = new TreeMap<>(query)
                .entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return get("/api/experiments?" + parameters, new TypeReference<>() {});
    }

    public ExperimentRepresentation experiment(UUID id) throws InterruptedException {
        return get("/api/experiments/" + id, new TypeReference<>() {});
    }

    public List<TrialRepresentation> trials(UUID experimentId) throws InterruptedException {
        return get("/api/experiments/" + experimentId + "/trials", new TypeReference<>() {});
    }

    public TrialRepresentation trial(TrialId id) throws InterruptedException {
        return get("/api/trials/" + id, new TypeReference<>() {});
    }

    /** All epochs of a trial, fetched page by page. */
    public List<EpochRepresentation> epochs(TrialId id) throws InterruptedException {
        List<EpochRepresentation> epochs = new ArrayList<>();
        List<EpochRepresentation> page;
        do {
            int last = epochs.isEmpty() ? 0 : epochs.getLast().epoch();
            page = get(
                    "/api/trials/%s/epochs?after=%d&limit=%d".formatted(id, last, EpochRepresentation.PAGE_SIZE),
                    new TypeReference<>() {});
            epochs.addAll(page);
        } while (page.size() == EpochRepresentation.PAGE_SIZE);
        return epochs;
    }

    public EvaluationRepresentation evaluation(TrialId id) throws InterruptedException {
        return get("/api/trials/" + id + "/evaluation", new TypeReference<>() {});
    }

    /** How far the tables lag behind the log. */
    public RecordingRepresentation recording() throws InterruptedException {
        return get("/api/recording", new TypeReference<>() {});
    }

    /** The newest dead letters, optionally before a given one. */
    public List<DeadLetterRepresentation> deadLetters(int limit, Optional<String> before) throws InterruptedException {
        String query = "?limit=" + limit + before.map(id -> "&before=" + id).orElse("");
        return get("/api/dead-letters" + query, new TypeReference<>() {});
    }

    public DeadLetterRepresentation deadLetter(String id) throws InterruptedException {
        return get("/api/dead-letters/" + id, new TypeReference<>() {});
    }

    public DeadLetterRepresentation.Resent resend(String id) throws InterruptedException {
        return read(
                send(request("/api/dead-letters/" + id + "/resend").POST(BodyPublishers.noBody())),
                new TypeReference<>() {});
    }

    /** A trained model in safetensors format. */
    public NamedFile model(TrialId id) throws InterruptedException {
        return document("/api/trials/" + id + "/model", id + ".safetensors");
    }

    /**
     * An experiment's report.
     *
     * @param format {@code html} or {@code markdown}
     */
    public NamedFile report(UUID experimentId, String format) throws InterruptedException {
        return document(
                "/api/experiments/" + experimentId + "/report?download=true&format=" + format,
                experimentId + "." + format);
    }

    private NamedFile document(String path, String otherwise) throws InterruptedException {
        HttpResponse<byte[]> answer = answer(request(path).GET());
        String name = answer.headers()
                .firstValue("Content-Disposition")
                .map(FILE_NAME::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .orElse(otherwise);
        return new NamedFile(name, answer.body());
    }

    public void cancel(UUID experimentId) throws InterruptedException {
        control(experimentId, "cancel");
    }

    public void pause(UUID experimentId) throws InterruptedException {
        control(experimentId, "pause");
    }

    public void resume(UUID experimentId) throws InterruptedException {
        control(experimentId, "resume");
    }

    public void retry(UUID experimentId) throws InterruptedException {
        control(experimentId, "retry");
    }

    private void control(UUID experimentId, String what) throws InterruptedException {
        send(request("/api/experiments/" + experimentId + "/" + what).POST(BodyPublishers.noBody()));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private byte[] post(String path, ExperimentDocument document) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", document.mediaType())
                .POST(BodyPublishers.ofByteArray(document.bytes())));
    }

    private <T> T get(String path, TypeReference<T> type) throws InterruptedException {
        return read(send(request(path).header("Accept", "application/json").GET()), type);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER_TIMEOUT);
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        return request;
    }

    private byte[] send(HttpRequest.Builder request) throws InterruptedException {
        return answer(request).body();
    }

    private HttpResponse<byte[]> answer(HttpRequest.Builder request) throws InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new ApiUnreachableException("no response from %s: %s".formatted(address, e), e);
        }
        if (response.statusCode() >= FIRST_SERVER_ERROR) {
            throw new ApiUnreachableException(
                    "%s answers %d: %s"
                            .formatted(
                                    address,
                                    response.statusCode(),
                                    problem(response).getMessage()),
                    null);
        }
        if (response.statusCode() >= 300) {
            throw problem(response);
        }
        return response;
    }

    private static ApiProblemException problem(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String body = new String(response.body(), StandardCharsets.UTF_8);
        Problem problem = new Problem(null, "HTTP status " + status, status, body.isBlank() ? null : body, null);
        try {
            Problem read = Json.MAPPER.readValue(body, Problem.class);
            problem = read.title() == null ? problem : read;
        } catch (JsonProcessingException e) {
            // Not a problem document: another program answered. Its response is shown as is.
        }
        return new ApiProblemException(status, problem);
    }

    private <T> T read(byte[] body, TypeReference<T> type) {
        try {
            return Json.MAPPER.readValue(body, type);
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.UNREACHABLE, "%s is not a Lossline API: %s".formatted(address, e.getMessage()), e);
        }
    }
}
