package dev.lossline.trainer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.trainer.queue.SlotSimulation.Action;
import dev.lossline.trainer.queue.SlotSimulation.Step;
import dev.lossline.trainer.trial.TrialControl.Stop;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** A slot against a queue, a broker and a worker that the test controls. */
class SlotLeaseTest {

    @Property(tries = 3_000)
    void noSequenceOfEventsLosesATrial(@ForAll @Size(max = 40) List<Action> actions) {
        SlotSimulation world = new SlotSimulation();
        actions.forEach(world::happens);
        world.endsAfterStop();
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void noShortSequenceOfEventsLosesATrial(@ForAll @Size(5) List<Step> steps) {
        SlotSimulation world = new SlotSimulation();
        steps.forEach(world::takes);
        world.endsAfterStop();
    }

    @Example
    void aTrialThatEndsIsAccepted() {
        SlotSimulation world = new SlotSimulation();
        world.all(Action.MESSAGE_ARRIVES, Action.TURN, Action.TURN, Action.TURN, Action.WORK_ENDS, Action.TURN);
        assertThat(world.queue().timesEnded()).containsExactly(1);
        assertThat(world.ended()).hasSize(1);
        assertThat(world.lease().isBusy()).isFalse();
    }

    @Example
    void aRenewalThatThrowsStopsTheTrialAndKeepsTheSlotBusyUntilItHasStopped() {
        for (Action failure : List.of(Action.COMMIT_THROWS, Action.ACKNOWLEDGE_THROWS, Action.POLL_THROWS)) {
            SlotSimulation world = new SlotSimulation();
            world.all(Action.MESSAGE_ARRIVES, Action.TURN, Action.TURN, failure, Action.TURN);
            assertThat(world.told()).contains(Stop.LOCK_LOST);
            assertThat(world.lease().isBusy()).isTrue();
            assertThat(world.lease().idle()).isZero();

            world.all(Action.WORK_ENDS, Action.TURN);
            assertThat(world.lease().isBusy()).isFalse();
            assertThat(world.queue().timesEnded()).containsExactly(0);
        }
    }

    @Example
    void trainingContinuesDuringABrokerOutageAndStopsIfTheLockIsLost() {
        SlotSimulation world = new SlotSimulation();
        world.all(Action.MESSAGE_ARRIVES, Action.TURN, Action.TURN, Action.BROKER_LEAVES, Action.TURN, Action.TURN);
        assertThat(world.told()).isEmpty();

        world.all(Action.BROKER_RETURNS, Action.TURN);
        assertThat(world.told()).contains(Stop.LOCK_LOST);
    }

    @Example
    void aStopBetweenTakeAndStartReachesTheTrial() {
        SlotSimulation world = new SlotSimulation();
        world.all(Action.MESSAGE_ARRIVES, Action.TURN, Action.STOP, Action.TURN);
        assertThat(world.told()).contains(Stop.SHUTDOWN);
    }

    @Example
    void releasesAMessageWhoseWorkCannotStart() {
        SlotSimulation world = new SlotSimulation();
        world.all(Action.WORKER_IS_INTERRUPTED, Action.MESSAGE_ARRIVES, Action.TURN, Action.TURN);
        assertThat(world.queue().held()).isZero();
        assertThat(world.lease().isBusy()).isFalse();
    }

    @Example
    void leavesTheQueueWhileADatasetIsMissingAndIsNotIdle() {
        SlotSimulation world = new SlotSimulation();
        world.all(Action.TURN, Action.DATASET_IS_MISSING, Action.MESSAGE_ARRIVES, Action.TURN, Action.TURN);
        assertThat(world.queue().openConnections()).isZero();
        assertThat(world.lease().isBusy()).isFalse();

        world.all(Action.DATASET_IS_THERE, Action.TURN, Action.TURN);
        assertThat(world.lease().isBusy()).isTrue();
    }
}
