package dev.lossline.orchestrator.admission;

import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.problem.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Limits how many calls run at the same time. Further calls wait in order of arrival, without holding a thread, and are
 * rejected with 503 after a timeout.
 */
public final class Admission {
    private static final String TURN = Admission.class.getName();

    private final Vertx vertx;
    private final Duration patience;
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private int free;

    /** @param patience the maximum time that a call waits */
    Admission(Vertx vertx, int places, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
        this.free = places;
    }

    /** Passes a call on as soon as there is capacity, or rejects it. Its slot is released when the call ends. */
    void enter(RoutingContext call) {
        Turn turn = new Turn(call, vertx.getOrCreateContext());
        call.put(TURN, turn);
        call.addEndHandler(ended -> turn.leave());
        if (arrive(turn)) {
            call.next();
        } else {
            vertx.setTimer(patience.toMillis(), timer -> turn.giveUp());
        }
    }

    /** Releases the slot of a call that no longer needs it, for example because it only sends what it has read. */
    public static void leave(RoutingContext call) {
        if (call.get(TURN) instanceof Turn turn) {
            turn.leave();
        }
    }

    private synchronized boolean arrive(Turn turn) {
        if (free == 0) {
            waiting.add(turn);
            return false;
        }
        free--;
        turn.state = State.ADMITTED;
        return true;
    }

    private enum State {
        WAITING,
        ADMITTED,
        LEFT
    }

    /** A call that waits or is running. Its state is guarded by the enclosing admission. */
    private final class Turn {
        private final RoutingContext call;
        private final Context context;
        private State state = State.WAITING;

        private Turn(RoutingContext call, Context context) {
            this.call = call;
            this.context = context;
        }

        private void leave() {
            Turn next;
            synchronized (Admission.this) {
                if (state != State.ADMITTED) {
                    waiting.remove(this);
                    state = State.LEFT;
                    return;
                }
                state = State.LEFT;
                next = waiting.poll();
                if (next == null) {
                    free++;
                    return;
                }
                next.state = State.ADMITTED;
            }
            next.context.runOnContext(admitted -> next.proceed());
        }

        private void proceed() {
            // The client may have disconnected while the call waited; the end handler has then released the slot.
            if (!call.response().closed()) {
                call.next();
            }
        }

        private void giveUp() {
            synchronized (Admission.this) {
                if (state != State.WAITING) {
                    return;
                }
                waiting.remove(this);
                state = State.LEFT;
            }
            Refusal.send(
                    call,
                    ProblemException.busy("Too many requests are reading results. Try again later.")
                            .problem());
        }
    }
}
