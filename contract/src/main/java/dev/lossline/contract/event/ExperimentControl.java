package dev.lossline.contract.event;

import dev.lossline.contract.event.ExperimentEvent.ControlEvent;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether an experiment's trials may run: a fold over its {@link ControlEvent}s in log order. Only that order matters,
 * not the events' timestamps. The API, dispatcher, recorder and trainers all apply this rule, so an event that one of
 * them ignores has no effect anywhere: docs/adr/0014-controls-follow-the-order-of-the-log.md.
 */
public sealed interface ExperimentControl {
    /** How often the experiment was resumed. A resume invalidates all requests for trials from earlier generations. */
    int generation();

    Retries retries();

    /** The effect of an event at this point of the log. */
    default Transition on(ControlEvent event) {
        return switch (event) {
            case ExperimentPaused paused -> on(paused);
            case ExperimentResumed resumed -> on(resumed);
            case ExperimentCancelled cancelled -> on(cancelled);
            case ExperimentRetried retried -> on(retried);
            case EvaluationsRetried retried -> on(retried);
        };
    }

    Transition on(ExperimentPaused event);

    Transition on(ExperimentResumed event);

    Transition on(ExperimentCancelled event);

    /** Failures that were already retried are removed; an event without any other failures is refused. */
    default Transition on(ExperimentRetried event) {
        Map<Integer, Integer> news = Retries.newIn(event.attempts(), retries().attempts());
        return news.isEmpty()
                ? new Transition.Refused(Retries.NO_NEW_FAILURE)
                : new Transition.Accepted(
                        with(retries().withAttempts(news, event.occurredAt())),
                        new ExperimentRetried(event.experimentId(), event.occurredAt(), news));
    }

    /** Same rule as for failed attempts. */
    default Transition on(EvaluationsRetried event) {
        Map<Integer, Integer> news =
                Retries.newIn(event.evaluations(), retries().evaluations());
        return news.isEmpty()
                ? new Transition.Refused(Retries.NO_NEW_FAILURE)
                : new Transition.Accepted(
                        with(retries().withEvaluations(news)),
                        new EvaluationsRetried(event.experimentId(), event.occurredAt(), news));
    }

    ExperimentControl with(Retries retries);

    /** The effect of an event. */
    sealed interface Transition {
        /**
         * The event takes effect.
         *
         * @param event the part of it that takes effect
         */
        record Accepted(ExperimentControl next, ControlEvent event) implements Transition {}

        /**
         * The experiment already is in the requested state; the event changes nothing.
         *
         * @param reason a sentence fragment that follows the experiment's id
         */
        record Unchanged(String reason) implements Transition {}

        /**
         * The event comes too late and changes nothing.
         *
         * @param reason a sentence fragment that follows the experiment's id
         */
        record Refused(String reason) implements Transition {}
    }

    /**
     * The failures that were retried.
     *
     * @param attempts the newest retried attempt by trial number
     * @param at the time of the last retry of an attempt; null if there was none
     * @param evaluations the newest retried evaluation by trial number
     */
    record Retries(Map<Integer, Integer> attempts, Instant at, Map<Integer, Integer> evaluations) {
        public static final Retries NONE = new Retries(Map.of(), null, Map.of());

        private static final String NO_NEW_FAILURE = "has no failure in this request that was not retried before";

        public Retries {
            attempts = sorted(attempts);
            evaluations = sorted(evaluations);
        }

        private static Map<Integer, Integer> sorted(Map<Integer, Integer> counts) {
            return counts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(counts));
        }

        /** The newest failed attempt of a trial that was retried; 0 if there is none. */
        public int attempt(int trial) {
            return attempts.getOrDefault(trial, 0);
        }

        /** The newest failed evaluation of a trial that was retried; 0 if there is none. */
        public int evaluation(int trial) {
            return evaluations.getOrDefault(trial, 0);
        }

        private static Map<Integer, Integer> newIn(Map<Integer, Integer> retried, Map<Integer, Integer> before) {
            return retried.entrySet().stream()
                    .filter(trial -> trial.getValue() > before.getOrDefault(trial.getKey(), 0))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        private Retries withAttempts(Map<Integer, Integer> news, Instant now) {
            return new Retries(union(attempts, news), now, evaluations);
        }

        private Retries withEvaluations(Map<Integer, Integer> news) {
            return new Retries(attempts, at, union(evaluations, news));
        }

        private static Map<Integer, Integer> union(Map<Integer, Integer> before, Map<Integer, Integer> news) {
            Map<Integer, Integer> all = new TreeMap<>(before);
            all.putAll(news);
            return all;
        }
    }

    /**
     * Trials may run.
     *
     * @param resumedAt the time of the last resume; null if there was none
     */
    record Running(int generation, Retries retries, Instant resumedAt) implements ExperimentControl {
        /** An experiment without control events. */
        public static final Running INITIAL = new Running(0, Retries.NONE, null);

        @Override
        public Transition on(ExperimentPaused event) {
            return new Transition.Accepted(new Paused(generation, retries, event.occurredAt()), event);
        }

        @Override
        public Transition on(ExperimentResumed event) {
            return new Transition.Unchanged("is not paused");
        }

        @Override
        public Transition on(ExperimentCancelled event) {
            return new Transition.Accepted(new Cancelled(generation, retries, event.occurredAt(), null), event);
        }

        @Override
        public Running with(Retries others) {
            return new Running(generation, others, resumedAt);
        }
    }

    /** No trial starts or continues until the experiment is resumed. */
    record Paused(int generation, Retries retries, Instant pausedAt) implements ExperimentControl {
        public Paused {
            Objects.requireNonNull(pausedAt, "pausedAt is missing");
        }

        @Override
        public Transition on(ExperimentPaused event) {
            return new Transition.Unchanged("is paused already");
        }

        @Override
        public Transition on(ExperimentResumed event) {
            return new Transition.Accepted(new Running(generation + 1, retries, event.occurredAt()), event);
        }

        @Override
        public Transition on(ExperimentCancelled event) {
            return new Transition.Accepted(new Cancelled(generation, retries, event.occurredAt(), pausedAt), event);
        }

        @Override
        public Paused with(Retries others) {
            return new Paused(generation, others, pausedAt);
        }
    }

    /**
     * No trial starts or continues any more. This is final.
     *
     * @param pausedAt since when it had been paused; null if it was not paused
     */
    record Cancelled(int generation, Retries retries, Instant cancelledAt, Instant pausedAt)
            implements ExperimentControl {
        private static final String REASON = "was cancelled";

        public Cancelled {
            Objects.requireNonNull(cancelledAt, "cancelledAt is missing");
        }

        @Override
        public Transition on(ExperimentPaused event) {
            return new Transition.Refused(REASON);
        }

        @Override
        public Transition on(ExperimentResumed event) {
            return new Transition.Refused(REASON);
        }

        @Override
        public Transition on(ExperimentCancelled event) {
            return new Transition.Unchanged("was cancelled already");
        }

        @Override
        public Transition on(ExperimentRetried event) {
            return new Transition.Refused(REASON);
        }

        @Override
        public Transition on(EvaluationsRetried event) {
            return new Transition.Refused(REASON);
        }

        @Override
        public Cancelled with(Retries others) {
            throw new IllegalStateException("a cancelled experiment is not retried");
        }
    }
}
