package dev.lossline.contract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.EvaluationFailed;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialCancelled;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.evaluation.ClassMetric;
import dev.lossline.specification.evaluation.Misclassified;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The events as they lie in logs. The files under {@code events/v1} are never changed: a log that was written years ago
 * must be readable by this build.
 */
class EventJsonTest {
    private static final UUID EXPERIMENT = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final TrialId TRIAL = new TrialId(EXPERIMENT, 2);
    private static final List<Misclassified> MISCLASSIFIED =
            List.of(new Misclassified(0, 1, List.of(7)), new Misclassified(1, 0, List.of(2)));
    private static final Instant AT = Instant.parse("2026-11-23T01:02:03.456789Z");

    static Stream<Event> events() throws IOException {
        ExperimentSpecification specification = new SpecificationReader(100).read(Json.MAPPER.readTree("""
            {"name": "learning-rate", "model": {"hidden": [512]},
             "search": {"grid": {"training.optimizer.learningRate": [0.01, 0.001]}},
             "reference": {"source": "the study",
                           "results": [{"where": {"training.epochs": 40}, "loss": 0.34}]}}\
            """));
        TrialSpecification trial =
                new Expansion(specification).trials(EXPERIMENT).get(1).specification();
        return Stream.of(
                new ExperimentSubmitted(EXPERIMENT, AT, specification),
                new ExperimentCancelled(EXPERIMENT, AT),
                new ExperimentPaused(EXPERIMENT, AT),
                new ExperimentResumed(EXPERIMENT, AT),
                new ExperimentRetried(EXPERIMENT, AT, Map.of(2, 1, 10, 3)),
                new TrialRequested(TRIAL, 1, AT, trial, null),
                new TrialRequested(TRIAL, 2, AT, trial, 3),
                new TrialStarted(
                        TRIAL,
                        2,
                        AT,
                        Device.CPU,
                        "host-1",
                        "some CPU",
                        7,
                        "ab12",
                        new Versions("0.32.0", "2.5.1", "25")),
                new EpochCompleted(TRIAL, 1, AT, 3, 0.4275, 0.41, 0.885, 0.75, 80000.5),
                new TrialCompleted(TRIAL, 1, AT, 40, 0.3391, 59.51),
                new TrialFailed(TRIAL, 1, AT, FailureKind.NON_FINITE_LOSS, "the loss became NaN in epoch 1"),
                new TrialCancelled(TRIAL, 1, AT),
                evaluated(null, null),
                evaluated(MISCLASSIFIED, null),
                evaluated(MISCLASSIFIED, "ef56"),
                new EvaluationFailed(TRIAL, 1, AT, 2, "not all numbers of 0.weight are finite", "cd34"),
                new EvaluationsRetried(EXPERIMENT, AT, Map.of(2, 1, 10, 3)));
    }

    private static TrialEvaluated evaluated(List<Misclassified> misclassified, String weightsSha256) {
        return new TrialEvaluated(
                TRIAL,
                1,
                AT,
                10,
                0.36,
                0.8,
                List.of(List.of(5L, 1L), List.of(1L, 3L)),
                List.of(new ClassMetric(0, 0.83, 0.83, 0.83, 6), new ClassMetric(1, 0.75, 0.75, 0.75, 4)),
                "cd34",
                misclassified,
                weightsSha256);
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsFilesOfAnOlderBuild(Event event) throws Exception {
        assertThat(EventJson.read(golden(event), Event.class)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void writesWhatAnOlderBuildReads(Event event) throws Exception {
        assertThat(Json.MAPPER.readTree(EventJson.write(event))).isEqualTo(Json.MAPPER.readTree(golden(event)));
    }

    @Test
    void hasAGoldenFileForEveryEvent() throws IOException {
        List<Class<?>> written =
                events().<Class<?>>map(Object::getClass).distinct().toList();
        assertThat(kinds(Event.class)).containsExactlyInAnyOrderElementsOf(written);
    }

    private static Stream<Class<?>> kinds(Class<?> family) {
        return family.isSealed()
                ? Arrays.stream(family.getPermittedSubclasses()).flatMap(EventJsonTest::kinds)
                : Stream.of(family);
    }

    @ParameterizedTest
    @MethodSource("events")
    void ignoresAFieldThatANewerBuildAdded(Event event) throws Exception {
        ObjectNode newer = (ObjectNode) Json.MAPPER.readTree(EventJson.write(event));
        newer.put("addedLater", true);
        assertThat(EventJson.read(Json.MAPPER.writeValueAsBytes(newer), Event.class))
                .isEqualTo(event);
    }

    @Test
    void refusesAnotherVersion() {
        String json = """
            {"type":"ExperimentCancelled","schemaVersion":2,"experimentId":"%s","occurredAt":"%s"}\
            """.formatted(EXPERIMENT, AT);
        assertUnreadable(json, "schemaVersion is 2; this build reads 1");
    }

    @Test
    void rejectsInvalidEvents() {
        assertUnreadable("", "no bytes");
        assertUnreadable("{\"type\":", "end-of-input");
        assertUnreadable("[]", "schemaVersion");
        assertUnreadable("{\"schemaVersion\":1,\"type\":\"Unheard\"}", "Unheard");
        assertUnreadable("{\"schemaVersion\":1,\"type\":\"ExperimentCancelled\"}", "missing");
        assertUnreadable("{\"schemaVersion\":1,\"type\":\"TrialCancelled\"}", "trialId is missing");
        assertUnreadable("""
            {"type":"ExperimentRetried","schemaVersion":1,"experimentId":"%s","occurredAt":"%s","attempts":{"1":0}}\
            """.formatted(EXPERIMENT, AT), "attempts.1" + " is 0");
        assertUnreadable("""
            {"type":"ExperimentSubmitted","schemaVersion":1,"experimentId":"%s","occurredAt":"%s"}\
            """.formatted(EXPERIMENT, AT), "specification" + " is missing");
        assertUnreadable("""
            {"type":"TrialCancelled","schemaVersion":1,"trialId":"%s","attempt":0,"occurredAt":"%s"}\
            """.formatted(TRIAL, AT), "attempt" + " is 0");
    }

    @Test
    void refusesAnEventOfAnotherFamily() {
        byte[] cancelled = EventJson.write(new ExperimentCancelled(EXPERIMENT, AT));
        assertThatThrownBy(() -> EventJson.read(cancelled, TrialEvent.class))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("type is ExperimentCancelled; expected here: TrialEvent");
    }

    private static void assertUnreadable(String json, String reason) {
        assertThatThrownBy(() -> EventJson.read(json.getBytes(StandardCharsets.UTF_8), Event.class))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(reason);
    }

    private static byte[] golden(Event event) throws IOException {
        String file = "/events/v1/" + event.getClass().getSimpleName() + added(event) + ".json";
        try (InputStream in = EventJsonTest.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }

    /** A field that was added later has a file of its own beside the one without it. */
    private static String added(Event event) {
        if (event instanceof TrialRequested requested) {
            return requested.generation() == null ? "" : ".generation";
        }
        if (!(event instanceof TrialEvaluated evaluated) || evaluated.misclassified() == null) {
            return "";
        }
        return evaluated.weightsSha256() == null ? ".misclassified" : ".weights";
    }
}
