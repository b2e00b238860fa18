package dev.lossline.orchestrator.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.orchestrator.web.WebPage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProblemMappersTest {
    private final Logger log = Logger.getLogger(ProblemMappers.class.getName());
    private final Kept kept = new Kept();
    private final ProblemMappers mappers = new ProblemMappers(new WebPage());

    @BeforeEach
    void listen() {
        log.addHandler(kept);
    }

    @AfterEach
    void listenNoMore() {
        log.removeHandler(kept);
    }

    @Test
    void logsAnUnavailableServerInOneLine() {
        var database = mappers.problem(ProblemException.unavailable("no database", new SQLException("refused")));
        var broker = mappers.broker(new KafkaException("no offsets", new TimeoutException("30 s")));
        assertThat(List.of(database.getStatus(), broker.getStatus())).containsOnly(503);
        assertThat(kept.records)
                .filteredOn(each -> each.getLevel().intValue() >= Level.INFO.intValue())
                .hasSize(2)
                .allMatch(each -> each.getThrown() == null);
    }

    private static final class Kept extends Handler {
        private final List<LogRecord> records = new ArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
