package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.contract.topic.Topic;
import dev.lossline.deploy.Certificates.Identity;
import dev.lossline.deploy.Manifests.Kind;
import dev.lossline.specification.Device;
import dev.lossline.testing.PostgresResource;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the services with the environment of their manifests on a broker with the permissions of the manifests: TLS with
 * certificates from Secrets, and Kafka's authorizer, but without Kubernetes.
 */
@NeedsKustomize
class AclIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Manifests MANIFESTS = Manifests.of("cpu");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("(?m)^lossline_.* NaN$");

    @TempDir
    static Path directory;

    private static GuardedBroker broker;
    private static RunningPods pods;

    @BeforeAll
    static void up() throws Exception {
        broker = new GuardedBroker(MANIFESTS, directory);
        pods = new RunningPods(MANIFESTS, broker, PostgresResource.jdbcUrl(), directory);
        // As in a cluster that is new: services are there before their topics and rights.
        pods.start();
        broker.apply();
        pods.awaitReady();
    }

    @AfterAll
    static void down() throws Exception {
        pods.close();
        broker.close();
    }

    @Test
    void aTrialRunsThrough() throws Exception {
        String id = pods.submit("name: guarded\nmodel: { hidden: [] }\ntraining: { epochs: 2 }\n");
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(state(id)).isEqualTo("completed"));
    }

    @Test
    void anUnreadableMessageBecomesADeadLetterAndCanBeResent() throws Exception {
        send(Topic.TRIALS_CPU);
        send(Topic.TRAINING);
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(pods.get("orchestrator", "/api/dead-letters"))
                        .contains("\"service\":\"trainer-cpu\"", "\"service\":\"recorder\""));

        HttpResponse<String> resent = pods.post("/api/dead-letters/0-0/resend", "");
        assertThat(resent.statusCode()).as(resent.body()).isEqualTo(202);
    }

    @Test
    void theOrchestratorSeesAllReadersAndTrainers() {
        await().atMost(DEADLINE).untilAsserted(() -> {
            String metrics = pods.get("orchestrator", "/q/metrics");
            assertThat(metrics)
                    .contains("lossline_slots_connected{device=\"cpu\"} 2.0", "lossline_consumer_lag")
                    .doesNotContainPattern(NOT_A_NUMBER);
        });
    }

    @Test
    void probesAndMetricsMatchTheManifests() throws Exception {
        String metrics = MANIFESTS
                .of(Kind.PodMonitor)
                .map(monitor -> monitor.at("/spec/podMetricsEndpoints/0/path").asText())
                .filter(path -> !path.isEmpty())
                .findFirst()
                .orElseThrow();
        for (Pod pod : MANIFESTS.pods()) {
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                String path = pod.container().at("/" + probe + "/httpGet/path").asText();
                await().atMost(DEADLINE)
                        .untilAsserted(() -> assertThat(pods.status(pod.service(), path))
                                .as(pod.service() + path)
                                .isEqualTo(200));
            }
            assertThat(pods.get(pod.service(), metrics)).contains("lossline_");
        }
    }

    @Test
    void aTrainerMayNotTakeTrialsOfAnotherPoolNorSubmit() {
        Identity trainer = broker.certificates().issue("trainer-cpu");
        assertThatThrownBy(() -> read(trainer, Topic.trials(Device.GPU)))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write(trainer, Topic.EXPERIMENTS)).hasCauseInstanceOf(AuthorizationException.class);
    }

    @Test
    void servicesCannotChangeTopicsAndStrangersSeeNone() throws Exception {
        for (JsonNode user : MANIFESTS.of(Kind.KafkaUser).toList()) {
            Identity identity = broker.certificates().issue(Manifests.name(user));
            try (Admin admin = Admin.create(broker.client(identity))) {
                assertThatThrownBy(() -> admin.deleteTopics(List.of(Topic.TRAINING.name()))
                                .all()
                                .get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(AuthorizationException.class);
                assertThatThrownBy(() -> admin.createPartitions(
                                        Map.of(Topic.TRAINING.name(), NewPartitions.increaseTo(99)))
                                .all()
                                .get())
                        .hasCauseInstanceOf(AuthorizationException.class);
            }
        }
        try (Admin stranger = Admin.create(broker.client(broker.certificates().issue("stranger")))) {
            assertThat(stranger.listTopics().names().get()).isEmpty();
        }
    }

    private static void send(Topic topic) throws Exception {
        write(broker.certificates().issue("operator"), topic);
    }

    private static void write(Identity identity, Topic topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(broker.client(identity), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic.name(), new byte[] {'{'})).get();
        }
    }

    private static void read(Identity identity, Topic topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                broker.client(identity), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            consumer.poll(Duration.ofSeconds(10));
        }
    }

    private static String state(String experiment) throws Exception {
        try (var connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.READER, PostgresResource.READER);
                var query = connection.prepareStatement(
                        "select state from experiment_summary where experiment_id = ?::uuid")) {
            query.setString(1, experiment);
            var rows = query.executeQuery();
            return rows.next() ? rows.getString(1) : "not recorded";
        }
    }
}
