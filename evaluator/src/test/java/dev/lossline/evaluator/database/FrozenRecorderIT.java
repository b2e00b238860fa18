package dev.lossline.evaluator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.EvaluatorConfig;
import dev.lossline.evaluator.recording.OffsetTable;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A recorder stands still inside a transaction, and another has its partition by now. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class FrozenRecorderIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMillis(500);

    /** A partition that the real log lacks. */
    private static final AtomicInteger NO_PARTITION = new AtomicInteger(7_000);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    EvaluatorConfig config;

    @Inject
    OffsetTable offsets;

    private final TopicPartition partition = new TopicPartition(Topic.TRAINING.name(), NO_PARTITION.incrementAndGet());
    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void record() throws Exception {
        new Database(dataSource, config, new ProcessExit()).inTransaction(this::lock);
    }

    @AfterEach
    void close() {
        others.shutdownNow();
    }

    @Test
    void waitsForALockedRowAndContinues() throws Exception {
        Database successor =
                new Database(dataSource, new Limits(config, STATEMENT_TIMEOUT, DEADLINE), new ProcessExit());
        try (Connection frozen = DriverManager.getConnection(
                PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER)) {
            frozen.setAutoCommit(false);
            lock(frozen);
            Future<Map<TopicPartition, Long>> locked = others.submit(() -> successor.inTransaction(this::lock));
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(successor.waitsFor())
                            .hasValueSatisfying(
                                    reason -> assertThat(reason).contains("canceling statement due to lock timeout")));
            frozen.rollback();
            assertThat(locked.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).containsKey(partition);
            assertThat(successor.waitsFor()).isEmpty();
        }
    }

    @Test
    void aFrozenRecordersTransactionIsAbortedAndRepeated() throws Exception {
        Database frozen = new Database(dataSource, new Limits(config, DEADLINE, STATEMENT_TIMEOUT), new ProcessExit());
        CompletableFuture<Void> standsStill = new CompletableFuture<>();
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        AtomicInteger attempts = new AtomicInteger();
        Future<Map<TopicPartition, Long>> written = others.submit(() -> frozen.inTransaction(connection -> {
            lock(connection);
            if (attempts.incrementAndGet() == 1) {
                standsStill.complete(null);
                goesOn.join();
            }
            return lock(connection);
        }));
        standsStill.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        new Database(dataSource, config, new ProcessExit()).inTransaction(connection -> {
            lock(connection);
            offsets.write(connection, Map.of(partition, 5L));
            return null;
        });
        goesOn.complete(null);
        assertThat(written.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).containsEntry(partition, 5L);
        assertThat(attempts).hasValueGreaterThan(1);
    }

    private Map<TopicPartition, Long> lock(Connection connection) throws SQLException {
        return offsets.lock(connection, List.of(partition));
    }

    /** Settings with other limits. */
    private record Limits(EvaluatorConfig others, Duration lockTimeout, Duration standstillTimeout)
            implements EvaluatorConfig {
        @Override
        public Path datasets() {
            return others.datasets();
        }

        @Override
        public Duration retryDelay() {
            return STATEMENT_TIMEOUT;
        }

        @Override
        public OptionalInt topicReplication() {
            return others.topicReplication();
        }
    }
}
