package dev.lossline.orchestrator;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets a bounded number of calls in at a time. Others wait in order of arrival, without a thread, and are refused with
 * 503 once they have waited too long.
 */
final class Admission {
    private static final String TURN = Admission.class.getName();

    private final Vertx vertx;
    private final Duration patience;
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private int free;

    /** @param patience how long a call may wait */
    Admission(Vertx vertx, int places, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
        this.free = places;
    }

    /** Passes a call on once there is room, or refuses it. Its place is free again when the call ends. */
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

    /** Frees the place of a call that goes on without needing it, such as one that only sends what it has read. */
    static void leave(RoutingContext call) {
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

    /** A call's place in the queue, or inside. Its state is guarded by the admission. */
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
            // The client may have gone while the call waited; then its end has freed the place.
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
                    ProblemException.busy("Too many calls read results at the moment. Try again later.")
                            .problem());
        }
    }
}
