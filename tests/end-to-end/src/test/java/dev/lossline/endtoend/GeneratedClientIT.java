package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.lossline.client.ApiClient;
import dev.lossline.client.ApiException;
import dev.lossline.client.api.ExperimentsApi;
import dev.lossline.client.api.SettingsApi;
import dev.lossline.client.api.TrialsApi;
import dev.lossline.client.model.Adam;
import dev.lossline.client.model.Curves;
import dev.lossline.client.model.Epoch;
import dev.lossline.client.model.EpochCompleted;
import dev.lossline.client.model.Evaluation;
import dev.lossline.client.model.Event;
import dev.lossline.client.model.Experiment;
import dev.lossline.client.model.ExperimentSpecification;
import dev.lossline.client.model.Model;
import dev.lossline.client.model.Optimizer;
import dev.lossline.client.model.Preview;
import dev.lossline.client.model.Problem;
import dev.lossline.client.model.Search;
import dev.lossline.client.model.State;
import dev.lossline.client.model.Training;
import dev.lossline.client.model.Trial;
import dev.lossline.client.model.TrialEvaluated;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API through a client that openapi-generator made of docs/openapi.yaml: submit, watch, read results, export. */
@Timeout(120)
class GeneratedClientIT {
    @TempDir
    static Path home;

    private static TestStack stack;
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int EPOCHS = 2;
    private static final List<Object> LEARNING_RATES = List.of(0.01, 0.001);

    private static ApiClient client;
    private static ExperimentsApi experiments;
    private static TrialsApi trials;
    private static UUID id;
    private static List<Event> events;

    @BeforeAll
    static void submitAndWatch() throws Exception {
        stack = TestStack.up(home);
        client = new ApiClient();
        client.updateBaseUri(stack.address());
        experiments = new ExperimentsApi(client);
        trials = new TrialsApi(client);
        String key = UUID.randomUUID().toString();
        Experiment submitted =
                experiments.submitExperiment(specification(), null, key).getExperiment();
        assertThat(experiments
                        .submitExperiment(specification(), null, key)
                        .getExperiment()
                        .getId())
                .isEqualTo(submitted.getId());
        id = submitted.getId();
        events = eventsUntilEvaluated(LEARNING_RATES.size());
    }

    private static ExperimentSpecification specification() {
        return new ExperimentSpecification()
                .name("from a generated client")
                .model(new Model().hidden(List.of()))
                .training(new Training()
                        .epochs(EPOCHS)
                        .examples(500)
                        .validationSplit(0.2)
                        .optimizer(new Optimizer(
                                new Adam().type(Adam.TypeEnum.ADAM).beta1(0.8))))
                .search(new Search().addGridItem(Map.of("training.optimizer.learningRate", LEARNING_RATES)));
    }

    /** OpenAPI cannot describe a stream of messages, so only their data is read with generated code. */
    private static List<Event> eventsUntilEvaluated(int expected) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(client.getBaseUri() + "/api/experiments/" + id + "/events"))
                .build();
        HttpResponse<InputStream> response = client.getHttpClient().send(request, BodyHandlers.ofInputStream());
        List<Event> received = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            int evaluated = 0;
            while (evaluated < expected) {
                String line = lines.readLine();
                assertThat(line).as("The stream ended after %s", received).isNotNull();
                if (line.startsWith("data:")) {
                    Event event = client.getObjectMapper().readValue(line.substring("data:".length()), Event.class);
                    received.add(event);
                    evaluated += event.getActualInstance() instanceof TrialEvaluated ? 1 : 0;
                }
            }
        }
        return received;
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
    }

    @Test
    void eventsAreOfTheirTypes() {
        assertThat(events.getFirst().getExperimentSubmitted().getExperimentId()).isEqualTo(id);
        List<EpochCompleted> epochs = events.stream()
                .map(Event::getActualInstance)
                .filter(EpochCompleted.class::isInstance)
                .map(EpochCompleted.class::cast)
                .toList();
        assertThat(epochs).hasSize(EPOCHS * LEARNING_RATES.size()).allSatisfy(epoch -> {
            assertThat(epoch.getTrainingLoss()).isPositive();
            assertThat(epoch.getValidationAccuracy()).isBetween(0.0, 1.0);
            assertThat(epoch.getOccurredAt().toInstant()).isBefore(Instant.now());
        });
    }

    @Test
    void readsTheResults() throws Exception {
        Experiment experiment = finished();
        assertThat(experiment.getState()).isEqualTo(State.COMPLETED);
        assertThat(experiment.getTrials().getEvaluated()).isEqualTo(LEARNING_RATES.size());
        assertThat(experiment
                        .getSpecification()
                        .getTraining()
                        .getOptimizer()
                        .getAdam()
                        .getBeta1())
                .isEqualTo(0.8);

        List<Trial> all = experiments.listTrials(id, null, null, null, null);
        assertThat(all)
                .extracting(trial -> trial.getVaried().get("training.optimizer.learningRate"))
                .containsExactlyElementsOf(LEARNING_RATES);
        Curves curves = experiments.getCurves(id, null, null, null, null);
        for (Trial trial : all) {
            assertThat(trials.getTrial(trial.getId(), null)).isEqualTo(trial);
            Evaluation evaluation = trials.getEvaluation(trial.getId(), null);
            assertThat(evaluation.getAccuracy()).isEqualTo(trial.getTestAccuracy());
            assertThat(evaluation.getConfusion()).hasSize(10);
            assertThat(trials.listAttempts(trial.getId(), null)).hasSize(1);
        }
        assertThat(curves.getTrials()).hasSize(all.size());
        assertThat(curves.getTrials().getFirst().getTrainingLoss()).hasSize(EPOCHS);
    }

    @Test
    void exportsEpochsModelReportAndSpecification() throws Exception {
        finished();
        String trial = id + ".1";
        assertThat(trials.listEpochs(trial, null, null, null))
                .extracting(Epoch::getEpoch)
                .containsExactly(1, 2);
        assertThat(text(trials.downloadModel(trial, null))).contains("F32", "0.weight");
        assertThat(text(experiments.getReport(id, null, null))).contains("from a generated client");
        assertThat(text(experiments.getSpecification(id))).contains("name: from a generated client", "beta1: 0.8");
    }

    @Test
    void previewsWithoutSubmitting() throws Exception {
        int before = submitted();
        Preview preview =
                experiments.submitExperiment(specification(), true, null).getPreview();
        assertThat(preview.getTrials()).hasSize(LEARNING_RATES.size());
        assertThat(submitted()).isEqualTo(before);
        assertThat(new SettingsApi(client).getSettings().getTokenAsked()).isFalse();
    }

    @Test
    void problemsSayWhatIsWrong() throws Exception {
        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> experiments.submitExperiment(specification().training(new Training().epochs(0)), null, null));
        assertThat(refused.getCode()).isEqualTo(422);
        Problem problem = client.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
        assertThat(problem.getViolations()).singleElement().satisfies(violation -> {
            assertThat(violation.getField()).isEqualTo("training.epochs");
            assertThat(violation.getValue()).isEqualTo("0");
        });
    }

    /** The content of a downloaded file, which is deleted. */
    private static String text(File file) throws IOException {
        try {
            return Files.readString(file.toPath(), StandardCharsets.ISO_8859_1);
        } finally {
            Files.delete(file.toPath());
        }
    }

    private static int submitted() throws ApiException {
        return experiments
                .listExperiments(null, null, null, null, null, null, null, null, null)
                .getTotal();
    }

    /** The experiment after its end. Events can be ahead of the tables. */
    private static Experiment finished() {
        return await().atMost(DEADLINE)
                .until(() -> experiments.getExperiment(id, null), now -> now.getFinishedAt() != null);
    }
}
