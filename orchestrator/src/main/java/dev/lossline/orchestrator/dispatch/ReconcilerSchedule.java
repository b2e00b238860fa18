package dev.lossline.orchestrator.dispatch;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Schedules the search for lost trials. Only the dispatching orchestrator runs it; otherwise each would request them.
 */
@ApplicationScoped
class ReconcilerSchedule {
    private final Reconciler reconciler;
    private final DispatchingTurn turn;

    ReconcilerSchedule(Reconciler reconciler, @Identifier(DispatchingTurn.NAME) DispatchingTurn turn) {
        this.reconciler = reconciler;
        this.turn = turn;
    }

    @Scheduled(
            every = "${lossline.reconciler.every:30s}",
            delayed = "${lossline.reconciler.every:30s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void reconcile() throws InterruptedException {
        if (turn.isHere()) {
            reconciler.reconcile();
        }
    }
}
