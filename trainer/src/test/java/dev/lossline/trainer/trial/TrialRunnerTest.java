package dev.lossline.trainer.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.Trials;
import dev.lossline.trainer.checkpoint.TrialHistory;
import dev.lossline.trainer.config.NoTraining;
import dev.lossline.trainer.config.Outcome;
import dev.lossline.trainer.config.TestConfig;
import dev.lossline.trainer.config.TrainerMetrics;
import dev.lossline.trainer.kafka.KafkaClients;
import dev.lossline.trainer.kafka.Publisher;
import dev.lossline.trainer.training.TrialTraining;
import dev.lossline.trainer.trial.TrialControl.Stop;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.EpochResult;
import dev.lossline.training.TrainingResult;
import dev.lossline.training.dataset.DatasetException;
import dev.lossline.training.safetensors.Tensor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialRunnerTest {
    private final Broker broker = new Broker();
    private final TrainerMetrics metrics = new TrainerMetrics(new SimpleMeterRegistry(), NoTraining.PROCESSOR);
    private final Publisher publisher = new Publisher(broker, 10, metrics);
    private final TrialRunner runner = runnerOf(new NoTraining());
    private final TrialControl control = new TrialControl(trial -> Optional.empty());
    private final QueuedTrial trial = new QueuedTrial(Trials.ID, 1, Instant.EPOCH, OptionalInt.of(0), Trials.sgd(0.1));

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void doesNotStartATrialThatLeftTheQueue() {
        control.letGo();

        assertThat(runner.run(trial, control)).isEqualTo(Outcome.LOST);
        publisher.close();
        assertThat(broker.history()).isEmpty();
    }

    @Test
    void startsALockedTrial() throws UnreadableEventException {
        runner.run(trial, control);
        publisher.close();

        assertThat(EventJson.read(broker.history().getFirst().value(), TrialEvent.class))
                .isInstanceOfSatisfying(
                        TrialStarted.class,
                        started -> assertThat(started.attempt()).isEqualTo(1));
    }

    @Test
    void releasesATrialWithoutItsDataset() {
        TrialTraining training = new NoTraining() {
            @Override
            public Prepared prepare(TrialSpecification specification, Optional<Checkpoint> start) {
                throw new DatasetException("mnist is not complete", null);
            }

            @Override
            public void load(DatasetName dataset) {
                throw new DatasetException("mnist is not complete", null);
            }
        };

        assertThat(runnerOf(training).run(trial, control)).isEqualTo(Outcome.RELEASED);
        publisher.close();
        assertThat(broker.history()).isEmpty();
    }

    @Test
    void aPausedTrialRunsUntilItsCheckpointIsWritten() throws InterruptedException {
        TrialControl pausing = new TrialControl(queued -> Optional.empty());
        List<Boolean> goesOn = new ArrayList<>();
        TrialTraining training = new NoTraining() {
            @Override
            public Prepared prepare(TrialSpecification specification, Optional<Checkpoint> start) {
                return new Prepared("sha256", listener -> {
                    pausing.stop(Stop.PAUSED);
                    broker.sendException = new RecordTooLargeException("too large");
                    goesOn.add(listener.epochCompleted(epoch(1), () -> state(1)));
                    broker.sendException = null;
                    goesOn.add(listener.epochCompleted(epoch(2), () -> state(2)));
                    return new TrainingResult(2, 0.5, 2, true, state(2));
                });
            }
        };
        broker.failsOnly(Topic.CHECKPOINTS);

        assertThat(runnerOf(training).run(trial, pausing)).isEqualTo(Outcome.PAUSED);
        assertThat(goesOn).containsExactly(true, false);
        assertThat(broker.history())
                .filteredOn(message -> message.topic().equals(Topic.CHECKPOINTS.name()))
                .hasSize(1)
                .allSatisfy(message -> assertThat(
                                CheckpointHeaders.from(message.headers()).epoch())
                        .isEqualTo(2));
    }

    private TrialRunner runnerOf(TrialTraining training) {
        return new TrialRunner(
                new TestConfig(),
                new TrialPreparation(training),
                new TrialHistory(new KafkaClients(Map.of()), training),
                publisher,
                metrics);
    }

    private static EpochResult epoch(int number) {
        return new EpochResult(number, 0.5, OptionalDouble.empty(), OptionalDouble.empty(), 1, 100);
    }

    private static Checkpoint state(int epoch) {
        return new Checkpoint(
                epoch, 0.5, 2, Map.of("0.bias", Tensor.of(new float[] {1, 2}, 2)), Map.of(), Optional.empty());
    }

    /** Kafka's mock producer, which rejects messages of one topic. */
    private static final class Broker extends MockProducer<String, byte[]> {
        private Topic failing;

        Broker() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        void failsOnly(Topic topic) {
            failing = topic;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> message, Callback callback) {
            RuntimeException failure = sendException;
            if (failing != null && !message.topic().equals(failing.name())) {
                sendException = null;
            }
            try {
                return super.send(message, callback);
            } finally {
                sendException = failure;
            }
        }
    }
}
