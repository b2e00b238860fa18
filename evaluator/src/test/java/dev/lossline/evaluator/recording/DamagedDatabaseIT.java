package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.Log;
import dev.lossline.evaluator.Results;
import dev.lossline.evaluator.SampleExperiment;
import dev.lossline.evaluator.database.Database;
import dev.lossline.evaluator.database.ProcessExit;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An error that indicates a damaged database exits the process and creates no dead letter. */
@QuarkusTest
@TestProfile(DamagedDatabaseIT.RecordedExitProfile.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class DamagedDatabaseIT {
    private final Log log = new Log(KafkaResource.bootstrapServers());
    private final SampleExperiment sample =
            new SampleExperiment(Generators.timeBasedEpochGenerator().generate());

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Recorder recorder;

    @Inject
    ProcessExit exit;

    @AfterEach
    void close() throws Exception {
        execute("drop function if exists damaged() cascade");
        log.close();
    }

    @Test
    void isAReasonToEndAndMakesNoDeadLetter() throws Exception {
        int before = log.read(List.of(Topic.DEAD_LETTERS)).size();
        execute("""
            create function damaged() returns trigger language plpgsql as
            $$ begin raise exception 'invalid page in block 7 of relation base/1/2' using errcode = 'XX001'; end $$\
            """);
        execute("create trigger damaged before insert on attempt execute function damaged()");

        Batch batch = Batch.of(Log.messages(sample.events()));
        assertThatThrownBy(() -> recorder.record(batch)).isInstanceOf(Database.DamagedDatabaseException.class);

        assertThat(((RecordedExit) exit).reasons())
                .singleElement()
                .asString()
                .contains("invalid page in block 7", "XX001");
        assertThat(log.read(List.of(Topic.DEAD_LETTERS))).hasSize(before);
        assertThat(new Results(dataSource, sample.experimentId)
                        .rows("select 1 from experiment where experiment_id = ?"))
                .isEmpty();
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Records an exit instead of exiting, which would end the tests. */
    @Alternative
    @ApplicationScoped
    static class RecordedExit extends ProcessExit {
        private final Queue<String> reasons = new ConcurrentLinkedQueue<>();

        List<String> reasons() {
            return List.copyOf(reasons);
        }

        @Override
        public void with(String reason) {
            reasons.add(reason);
        }
    }

    /** A process of its own, with that exit. */
    public static class RecordedExitProfile implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(RecordedExit.class);
        }
    }
}
