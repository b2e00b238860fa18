package dev.lossline.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {
    private static final String TOPIC = "greetings";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private KafkaBroker broker;

    @BeforeEach
    void start() throws InterruptedException {
        broker = KafkaBroker.start(directory.resolve("kafka"), ServerLauncher.freePort(), log());
    }

    @AfterEach
    void stop() throws InterruptedException {
        broker.process().stop(KafkaBroker.STOP_SIGNAL, TIMEOUT);
    }

    @Test
    void keepsRecordsAfterACleanShutdownAndAKill() throws Exception {
        createTopic();
        send("first");
        assertThat(broker.process().stop(KafkaBroker.STOP_SIGNAL, TIMEOUT)).isTrue();
        start();
        send("second");
        kill();
        start();
        assertThat(readAll(2)).containsExactly("first", "second");
    }

    @Test
    void deliversRecordsToAShareGroup() throws Exception {
        createTopic();
        send("work");
        String group = UUID.randomUUID().toString();
        try (Admin admin = Admin.create(client())) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        Map<String, Object> settings = new HashMap<>(client());
        settings.put("group.id", group);
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            var records = consumer.poll(Duration.ofSeconds(1));
            while (records.isEmpty() && System.nanoTime() < deadline) {
                records = consumer.poll(Duration.ofSeconds(1));
            }
            assertThat(records).extracting(r -> r.value()).containsExactly("work");
        }
    }

    @Test
    void reportsAPortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> KafkaBroker.start(directory.resolve("other"), taken.getLocalPort(), log()))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("Kafka cannot listen on port " + taken.getLocalPort());
        }
    }

    @Test
    void reportsTheEndOfTheLogIfItDoesNotStart() throws IOException {
        Path unusable = Files.createDirectories(directory.resolve("unusable"));
        Files.writeString(unusable.resolve("log"), "not a directory");
        assertThatThrownBy(() -> KafkaBroker.start(unusable, ServerLauncher.freePort(), log()))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("Kafka exited during startup")
                .hasMessageContaining(log().toString());
    }

    private void kill() throws Exception {
        ProcessHandle handle = ProcessHandle.of(broker.process().pid()).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().get();
    }

    private Path log() {
        return directory.resolve("kafka.log");
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.address());
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private void send(String value) throws Exception {
        try (var producer = new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private List<String> readAll(int count) {
        try (var consumer = new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofSeconds(1)).forEach(r -> values.add(r.value()));
            }
            return values;
        }
    }
}
