package dev.lossline.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.specification.TrialId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogFieldsTest {
    private static final UUID EXPERIMENT = UUID.fromString("0197c1a0-0000-7000-8000-000000000001");
    private static final TrialId TRIAL = new TrialId(EXPERIMENT, 3);
    private static final Map<String, String> OF_TRIAL =
            Map.of("experimentId", EXPERIMENT.toString(), "trialId", TRIAL.toString());

    @Test
    void everyKeyOfALosslineTopicNamesItsIds() {
        assertThat(fieldsOfKey(EXPERIMENT.toString())).isEqualTo(Map.of("experimentId", EXPERIMENT.toString()));
        assertThat(fieldsOfKey(TRIAL.toString())).isEqualTo(OF_TRIAL);
        assertThat(fieldsOfKey(CheckpointKey.ofModel(TRIAL))).isEqualTo(OF_TRIAL);
        assertThat(fieldsOfKey(new CheckpointKey.Part(TRIAL, 0, 1).toString())).isEqualTo(OF_TRIAL);
    }

    @Test
    void aForeignKeyNamesNone() {
        for (String key : new String[] {null, "", "/", "1-1-1-1-1", "nobody", EXPERIMENT + ".0", "\n/model"}) {
            assertThat(fieldsOfKey(key)).as("key %s", key).isEmpty();
        }
    }

    @Test
    void closingRestoresTheFieldsOfBefore() {
        try (LogFields ignoredOuter = LogFields.of(EXPERIMENT)) {
            try (LogFields ignoredInner = LogFields.of(TRIAL)) {
                assertThat(fields()).isEqualTo(OF_TRIAL);
            }
            assertThat(fields()).isEqualTo(Map.of("experimentId", EXPERIMENT.toString()));
        }
        assertThat(fields()).isEmpty();
    }

    private static Map<String, String> fieldsOfKey(String key) {
        try (LogFields ignored = LogFields.ofKey(key)) {
            return fields();
        }
    }

    private static Map<String, String> fields() {
        Map<String, String> fields = MDC.getCopyOfContextMap();
        return fields == null ? Map.of() : new HashMap<>(fields);
    }
}
