package dev.lossline.trainer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.trainer.config.Outcome;
import dev.lossline.trainer.queue.ControlledQueue.Fault;
import dev.lossline.trainer.trial.TrialControl;
import dev.lossline.trainer.trial.TrialControl.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A slot and everything around it. */
final class SlotSimulation implements SlotWork {
    private static final Duration LOCK = Duration.ofNanos(1_000);
    private static final int MAX_TURNS = 20;

    /** Mutes the thousands of warnings that the test provokes. Referenced, because loggers can be garbage-collected. */
    private static final Logger MUTED_LOGGER = Logger.getLogger(SlotLease.class.getName());

    static {
        MUTED_LOGGER.setLevel(Level.OFF);
    }

    /** The events around a slot. */
    enum Action {
        TURN,
        MESSAGE_ARRIVES,
        WORK_ENDS,
        WORK_FAILS_UNEXPECTEDLY,
        COMMIT_REFUSED,
        COMMIT_THROWS,
        ACKNOWLEDGE_THROWS,
        POLL_THROWS,
        OPEN_THROWS,
        LOCKS_EXPIRE,
        BROKER_LEAVES,
        BROKER_RETURNS,
        DATASET_IS_MISSING,
        DATASET_IS_THERE,
        WORKER_IS_INTERRUPTED,
        STOP
    }

    /** Mostly turns, so that every state is reached. */
    enum Step {
        TURN_1,
        TURN_2,
        MESSAGE_THEN_TURN,
        REFUSED_RENEWAL,
        FAILED_RENEWAL,
        OUTAGE,
        RETURN,
        WORK_ENDS,
        STOP
    }

    private final ControlledQueue queue = new ControlledQueue();
    private boolean datasetIsThere = true;
    private final List<ConsumerRecord<String, byte[]>> ended = new ArrayList<>();
    private final SlotLease lease = new SlotLease(
            () -> new TrialQueue(queue.open(), LOCK),
            this,
            new SlotLease.Surroundings(queue::answers, () -> datasetIsThere),
            Duration.ZERO);
    private Optional<Training> training = Optional.empty();
    private boolean interrupted;
    private boolean stopped;

    private record Training(
            ConsumerRecord<String, byte[]> message, TrialControl control, CompletableFuture<Outcome> outcome) {}

    @Override
    public TrialControl newControl() {
        return new TrialControl(trial -> Optional.empty());
    }

    @Override
    public CompletableFuture<Outcome> start(
            ConsumerRecord<String, byte[]> message, TrialControl control, boolean forgotten) {
        if (interrupted) {
            throw new RejectedExecutionException();
        }
        assertThat(training).as("two trainings in one slot").isEmpty();
        training = Optional.of(new Training(message, control, new CompletableFuture<>()));
        return training.get().outcome();
    }

    @Override
    public void ended(ConsumerRecord<String, byte[]> message) {
        ended.add(message);
    }

    ControlledQueue queue() {
        return queue;
    }

    SlotLease lease() {
        return lease;
    }

    /** The messages that the slot reported as ended. */
    List<ConsumerRecord<String, byte[]>> ended() {
        return ended;
    }

    void all(Action... actions) {
        List.of(actions).forEach(this::happens);
    }

    void takes(Step step) {
        switch (step) {
            case TURN_1, TURN_2 -> happens(Action.TURN);
            case MESSAGE_THEN_TURN -> all(Action.MESSAGE_ARRIVES, Action.TURN);
            case REFUSED_RENEWAL -> all(Action.COMMIT_REFUSED, Action.TURN);
            case FAILED_RENEWAL -> all(Action.POLL_THROWS, Action.TURN);
            case OUTAGE -> all(Action.BROKER_LEAVES, Action.TURN);
            case RETURN -> all(Action.BROKER_RETURNS, Action.TURN);
            case WORK_ENDS -> all(Action.WORK_ENDS, Action.TURN);
            case STOP -> happens(Action.STOP);
        }
    }

    void happens(Action action) {
        switch (action) {
            case TURN -> turn();
            case MESSAGE_ARRIVES -> queue.arrives();
            case WORK_ENDS -> workEnds();
            case WORK_FAILS_UNEXPECTEDLY ->
                training.ifPresent(t -> end(() -> t.outcome().completeExceptionally(new AssertionError())));
            case COMMIT_REFUSED -> queue.goesWrong(Fault.COMMIT_REFUSED);
            case COMMIT_THROWS -> queue.goesWrong(Fault.COMMIT_THROWS);
            case ACKNOWLEDGE_THROWS -> queue.goesWrong(Fault.ACKNOWLEDGE_THROWS);
            case POLL_THROWS -> queue.goesWrong(Fault.POLL_THROWS);
            case OPEN_THROWS -> queue.goesWrong(Fault.OPEN_THROWS);
            case LOCKS_EXPIRE -> queue.locksExpire();
            case BROKER_LEAVES -> queue.away(true);
            case BROKER_RETURNS -> queue.away(false);
            case DATASET_IS_MISSING -> datasetIsThere = false;
            case DATASET_IS_THERE -> datasetIsThere = true;
            case WORKER_IS_INTERRUPTED -> {
                interrupted = true;
                training.ifPresent(t -> end(() -> t.outcome().complete(Outcome.RELEASED)));
            }
            case STOP -> {
                stopped = true;
                lease.stop();
            }
        }
        training.ifPresent(t -> {
            assertThat(lease.isBusy())
                    .as("a trial is trained and the slot says it is idle")
                    .isTrue();
            assertThat(!stopped || t.control().told().isPresent())
                    .as("stop reaches the trial")
                    .isTrue();
        });
    }

    /** After a stop, and with the broker available again, everything ends. */
    void endsAfterStop() {
        all(Action.BROKER_RETURNS, Action.STOP);
        for (int i = 0; i < MAX_TURNS && !lease.isOver(); i++) {
            workEnds();
            lease.turn();
        }
        assertThat(lease.isOver()).isTrue();
        assertThat(training).isEmpty();
        lease.close();
        assertThat(queue.openConnections()).isZero();
        assertThat(queue.held()).as("messages that nobody ends").isZero();
        assertThat(queue.timesEnded()).allMatch(times -> times <= 1);
        assertThat(ended).doesNotHaveDuplicates().hasSize((int)
                queue.timesEnded().stream().filter(times -> times == 1).count());
    }

    Optional<Stop> told() {
        return training.flatMap(t -> t.control().told());
    }

    private void turn() {
        Optional<Training> before = training;
        lease.turn();
        before.ifPresent(t -> assertThat(!queue.answers()
                        || queue.isHeld(t.message())
                        || t.control().told().isPresent())
                .as("a trial is trained that the queue does not hold, though the broker answers")
                .isTrue());
    }

    private void workEnds() {
        training.ifPresent(t ->
                end(() -> t.outcome().complete(t.control().told().isEmpty() ? Outcome.COMPLETED : Outcome.RELEASED)));
    }

    private void end(Runnable completion) {
        training = Optional.empty();
        completion.run();
    }
}
