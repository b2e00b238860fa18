package dev.lossline.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.event.ExperimentControl.Transition;
import dev.lossline.contract.event.ExperimentControl.Transition.Accepted;
import dev.lossline.contract.event.ExperimentEvent.ControlEvent;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A sequence of events determines the state, however often it is read. */
class ExperimentControlPropertyTest {
    private static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-000000000001");

    @Property
    void ignoredEventsCanBeLeftOut(@ForAll("sequences") List<ControlEvent> events) {
        List<ControlEvent> effective = new ArrayList<>();
        ExperimentControl control = ExperimentControl.Running.INITIAL;
        for (ControlEvent event : events) {
            if (control.on(event) instanceof Accepted accepted) {
                effective.add(accepted.event());
                control = accepted.next();
            }
        }
        assertThat(after(ExperimentControl.Running.INITIAL, effective)).isEqualTo(control);
    }

    /** The recorder reads events again that it recorded before, and keeps no generation. */
    @Property
    void readingASequenceAgainChangesNothingButTheGeneration(
            @ForAll("sequences") List<ControlEvent> before, @ForAll("sequences") List<ControlEvent> repeated) {
        ExperimentControl once = after(after(ExperimentControl.Running.INITIAL, before), repeated);
        assertThat(withoutGeneration(after(once, repeated))).isEqualTo(withoutGeneration(once));
    }

    @Property
    void whetherAnEventTakesEffectDoesNotDependOnTheGeneration(
            @ForAll("sequences") List<ControlEvent> events, @ForAll("events") ControlEvent next) {
        ExperimentControl control = after(ExperimentControl.Running.INITIAL, events);
        Transition transition = control.on(next);
        Transition recorded = withoutGeneration(control).on(next);
        assertThat(recorded.getClass()).isEqualTo(transition.getClass());
        if (transition instanceof Accepted a && recorded instanceof Accepted b) {
            assertThat(withoutGeneration(b.next())).isEqualTo(withoutGeneration(a.next()));
            assertThat(b.event()).isEqualTo(a.event());
        }
    }

    /** The last event in the log wins, whatever the events' timestamps. */
    @Property
    void resumeFollowedByPauseEndsPausedUnlessCancelled(@ForAll("sequences") List<ControlEvent> before) {
        ExperimentControl control = after(ExperimentControl.Running.INITIAL, before);
        ExperimentControl end = after(
                control,
                List.of(new ExperimentResumed(ID, Instant.ofEpochSecond(9)), new ExperimentPaused(ID, Instant.EPOCH)));
        assertThat(end.getClass())
                .isEqualTo(
                        control instanceof ExperimentControl.Cancelled
                                ? ExperimentControl.Cancelled.class
                                : ExperimentControl.Paused.class);
    }

    @Provide
    Arbitrary<List<ControlEvent>> sequences() {
        return events().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<ControlEvent> events() {
        Arbitrary<Instant> times = Arbitraries.longs().between(0, 20).map(Instant::ofEpochSecond);
        Arbitrary<Integer> numbers = Arbitraries.integers().between(1, 3);
        return Arbitraries.frequencyOf(
                Tuple.of(4, times.<ControlEvent>map(at -> new ExperimentPaused(ID, at))),
                Tuple.of(4, times.<ControlEvent>map(at -> new ExperimentResumed(ID, at))),
                Tuple.of(1, times.<ControlEvent>map(at -> new ExperimentCancelled(ID, at))),
                Tuple.of(
                        2,
                        Arbitraries.maps(numbers, numbers)
                                .ofMinSize(1)
                                .flatMap(evaluations ->
                                        times.<ControlEvent>map(at -> new EvaluationsRetried(ID, at, evaluations)))),
                Tuple.of(
                        3,
                        Arbitraries.maps(numbers, numbers)
                                .ofMinSize(1)
                                .flatMap(attempts ->
                                        times.<ControlEvent>map(at -> new ExperimentRetried(ID, at, attempts)))));
    }

    private static ExperimentControl after(ExperimentControl control, List<ControlEvent> events) {
        ExperimentControl now = control;
        for (ControlEvent event : events) {
            now = now.on(event) instanceof Accepted accepted ? accepted.next() : now;
        }
        return now;
    }

    private static ExperimentControl withoutGeneration(ExperimentControl control) {
        return switch (control) {
            case ExperimentControl.Running running ->
                new ExperimentControl.Running(0, running.retries(), running.resumedAt());
            case ExperimentControl.Paused paused ->
                new ExperimentControl.Paused(0, paused.retries(), paused.pausedAt());
            case ExperimentControl.Cancelled cancelled ->
                new ExperimentControl.Cancelled(0, cancelled.retries(), cancelled.cancelledAt(), cancelled.pausedAt());
        };
    }
}
