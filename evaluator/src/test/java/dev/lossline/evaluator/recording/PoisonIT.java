package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.contract.topic.DeadLetter;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.Log;
import dev.lossline.evaluator.Poison;
import dev.lossline.evaluator.Results;
import dev.lossline.evaluator.SampleExperiment;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each invalid message is one dead letter with its reason, and later messages are recorded. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class PoisonIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Recorder recorder;

    private final Log log = new Log(KafkaResource.bootstrapServers());
    private final SampleExperiment sample =
            new SampleExperiment(Generators.timeBasedEpochGenerator().generate());

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void isOneDeadLetterEachAlsoWhenTheLogIsReadAgain() throws Exception {
        List<Poison> poisons = new ArrayList<>(Poison.ofEvents(sample));
        poisons.addAll(Poison.beyondTheTables(sample));
        poisons.addAll(Poison.ofCheckpoints(sample));
        int before = letters().size();
        for (Poison poison : poisons) {
            log.send(poison.message());
        }
        log.publish(sample.events().toArray(Event[]::new));
        results().awaitRecorded(log.ends(ConsumerGroup.RECORDER.topics()), DEADLINE);

        List<ConsumerRecord<String, byte[]>> letters = letters();
        assertThat(letters).hasSize(before + poisons.size());
        for (Poison poison : poisons) {
            assertThat(letters.subList(before, letters.size()))
                    .filteredOn(letter -> Objects.equals(
                                    letter.key(), poison.message().key())
                            && poison.message().topic().equals(DeadLetter.text(letter.headers(), DeadLetter.TOPIC)))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(DeadLetter.text(letter.headers(), DeadLetter.REASON))
                                .contains(poison.reason());
                        assertThat(letter.value()).isEqualTo(poison.message().value());
                    });
        }
        assertThat(results().rows("select state from experiment_summary where experiment_id = ?"))
                .containsExactly("failed");

        recorder.record(Batch.of(log.read(ConsumerGroup.RECORDER.topics())));
        assertThat(letters()).hasSameSizeAs(letters);
    }

    @Test
    void theBrokerRejectsAnOversizedEvent() {
        for (Topic topic : List.of(Topic.EXPERIMENTS, Topic.TRAINING, Topic.EVALUATIONS, Topic.TRIALS_CPU)) {
            assertThatThrownBy(() ->
                            log.send(new ProducerRecord<>(topic.name(), "giant", new byte[Topic.MAX_EVENT_BYTES + 1])))
                    .hasMessageContaining("larger than the max");
        }
    }

    private Results results() {
        return new Results(dataSource, sample.experimentId);
    }

    private List<ConsumerRecord<String, byte[]>> letters() {
        return log.read(List.of(Topic.DEAD_LETTERS));
    }
}
