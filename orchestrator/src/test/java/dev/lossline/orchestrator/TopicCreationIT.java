package dev.lossline.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.contract.topic.Topic;
import dev.lossline.contract.topic.TopicCreator;
import dev.lossline.stack.BrokerQuorum;
import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.ServerLauncher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that start at once, beside a cluster of which one broker is late. */
class TopicCreationIT {
    private static final int SERVICES = 6;
    private static final long DEADLINE_SECONDS = 90;
    private static final OptionalInt REPLICATION = OptionalInt.of(3);

    @TempDir
    Path directory;

    private final BrokerQuorum quorum = BrokerQuorum.of(IntStream.range(0, 3)
            .mapToObj(i -> new BrokerQuorum.Member(ServerLauncher.freePort(), ServerLauncher.freePort()))
            .toList());
    private final List<KafkaBroker> brokers = new ArrayList<>();
    private Admin admin;

    @BeforeEach
    void startTwoOfThree() throws InterruptedException {
        launch(1);
        launch(2);
        for (KafkaBroker broker : brokers) {
            broker.awaitReady();
        }
        admin = Admin.create(Map.of("bootstrap.servers", quorum.bootstrapServers()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        admin.close();
        for (KafkaBroker broker : brokers) {
            broker.process().kill();
        }
    }

    @Test
    void waitsForTheBrokersThatReplicasNeedAndManyMayCreateAtOnce() throws Exception {
        assertThatThrownBy(() -> new TopicCreator(admin, REPLICATION).ensure(Topic.ALL))
                .isInstanceOf(KafkaException.class)
                .hasCauseInstanceOf(InvalidReplicationFactorException.class);
        Callable<Void> service = () -> {
            try (Admin own = Admin.create(Map.of("bootstrap.servers", quorum.bootstrapServers()))) {
                new TopicCreator(own, REPLICATION).ensureOnceThere(Topic.ALL);
                return null;
            }
        };
        try (ExecutorService executor = Executors.newFixedThreadPool(SERVICES)) {
            List<Future<Void>> services = IntStream.range(0, SERVICES)
                    .mapToObj(i -> executor.submit(service))
                    .toList();
            launch(3);
            for (Future<Void> started : services) {
                started.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            }
        }
        for (Topic topic : Topic.ALL) {
            assertThat(admin.describeTopics(List.of(topic.name()))
                            .allTopicNames()
                            .get()
                            .get(topic.name())
                            .partitions())
                    .hasSize(topic.partitions())
                    .allMatch(partition -> partition.replicas().size() == REPLICATION.getAsInt());
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
            Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            assertThat(config.get("min.insync.replicas").value()).isEqualTo("2");
            topic.config()
                    .forEach((key, value) -> assertThat(config.get(key).value()).isEqualTo(value));
        }
    }

    private void launch(int id) {
        brokers.add(KafkaBroker.launch(directory.resolve("kafka-" + id), quorum, id, directory.resolve(id + ".log")));
    }
}
