package dev.lossline.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.Device;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.TrialEvent;
import dev.lossline.contract.TrialEvent.TrialStarted;
import dev.lossline.contract.TrialEvent.Versions;
import dev.lossline.contract.TrialSpecification;
import dev.lossline.contract.UnreadableEventException;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.TrainingResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialRunnerTest {
    private final MockProducer<String, byte[]> broker =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final Processor processor =
            new Processor(Device.CPU, ai.djl.Device.cpu(), "test", new Versions("", "", ""));
    private final TrainerMetrics metrics = new TrainerMetrics(new SimpleMeterRegistry(), processor);
    private final Publisher publisher = new Publisher(broker, 10, metrics);
    private final TrialRunner runner = new TrialRunner(
            new TestConfig(), new NoTraining(), new TrialHistory(new KafkaClients(Map.of())), publisher, metrics);
    private final TrialControl control = new TrialControl(trial -> Optional.empty());
    private final QueuedTrial trial = new QueuedTrial(Trials.ID, 1, Instant.EPOCH, Trials.sgd(0.1));

    private final class NoTraining implements TrialTraining {
        @Override
        public Processor processor() {
            return processor;
        }

        @Override
        public Prepared prepare(TrialSpecification specification, Optional<Checkpoint> start) {
            return new Prepared("sha256", listener -> new TrainingResult(1, 0.5, 2, false, null));
        }
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void doesNotStartATrialThatTheQueueHoldsNoLonger() {
        control.letGo();

        assertThat(runner.run(trial, control)).isEqualTo(Outcome.LOST);
        publisher.close();
        assertThat(broker.history()).isEmpty();
    }

    @Test
    void startsATrialThatIsHeld() throws UnreadableEventException {
        runner.run(trial, control);
        publisher.close();

        assertThat(EventJson.read(broker.history().getFirst().value(), TrialEvent.class))
                .isInstanceOfSatisfying(
                        TrialStarted.class,
                        started -> assertThat(started.attempt()).isEqualTo(1));
    }
}
