package dev.lossline.trainer.cpu;

import static dev.lossline.trainer.cpu.TestExperiment.trial;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.specification.TrialId;
import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.ServerLauncher;
import dev.lossline.training.dataset.DatasetStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged trainer, without a place for its datasets at first, on a broker that no other trainer knows. */
class MissingDatasetIT {
    @TempDir
    Path directory;

    @Test
    void takesNoTrialsWithoutTheDatasetAndExplainsHowToProvideIt() throws Exception {
        Path datasets = Files.createFile(directory.resolve("datasets"));
        Path log = directory.resolve("trainer.log");
        int port = ServerLauncher.freePort();
        KafkaBroker broker = KafkaBroker.start(
                directory.resolve("kafka"), ServerLauncher.freePort(), directory.resolve("kafka.log"));
        try (TestExperiment experiment = new TestExperiment(broker.address())) {
            List<TrialId> trials = List.of(
                    experiment.request(1, trial(1, List.of(), 0.01)), experiment.request(2, trial(1, List.of(), 0.01)));
            Process trainer = PackagedTrainer.start(
                    log,
                    Map.of(
                            "KAFKA_BOOTSTRAP_SERVERS",
                            broker.address(),
                            "QUARKUS_HTTP_PORT",
                            Integer.toString(port),
                            "LOSSLINE_DATASETS",
                            datasets.toString()));
            try {
                experiment
                        .log()
                        .await(() -> Stream.of(ready(port))
                                .filter(answer -> answer.contains("takes no trials"))
                                .toList());
                assertThat(ready(port)).contains("\"status\": \"DOWN\"", "mnist", datasets.toString());
                try (var other = experiment.takeTrial()) {
                    assertThat(other.subscription()).isNotEmpty();
                }
                for (TrialId id : trials) {
                    assertThat(experiment.log().events(id, TrialEvent.class)).isEmpty();
                }

                Files.delete(datasets);
                Files.createSymbolicLink(datasets, DatasetStore.defaultDirectory());
                for (TrialId id : trials) {
                    experiment.log().await(id, TrialCompleted.class);
                    assertThat(experiment.log().events(id, TrialStarted.class)).hasSize(1);
                }
                assertThat(ready(port)).contains("\"status\": \"UP\"").doesNotContain("takes no trials");
                assertThat(Files.readAllLines(log))
                        .filteredOn(line -> line.contains("Taking no trials until the dataset is available"))
                        .hasSize(1);
            } finally {
                trainer.destroyForcibly();
            }
        } finally {
            broker.process().kill();
        }
    }

    private static String ready(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "no response yet";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
