package dev.lossline.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;

/**
 * What a checkpoint or model says of itself in the {@code __metadata__} of its safetensors file: with it, a file that
 * was found somewhere can be evaluated, and its training repeated.
 */
public record ModelMetadata(TrialId trialId, int attempt, TrialSpecification specification) {
    private static final String EXPERIMENT_ID = "experimentId";
    private static final String TRIAL_ID = "trialId";
    private static final String ATTEMPT = "attempt";
    private static final String SPECIFICATION = "specification";

    /** The entries for {@code __metadata__}. */
    public Map<String, String> toMap() {
        try {
            return Map.of(
                    EXPERIMENT_ID, trialId.experimentId().toString(),
                    TRIAL_ID, trialId.toString(),
                    ATTEMPT, Integer.toString(attempt),
                    SPECIFICATION, Json.MAPPER.writeValueAsString(specification));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + specification, e);
        }
    }

    /**
     * Reads the entries of {@code __metadata__}.
     *
     * @throws UnreadableEventException where an entry is missing or cannot be read
     */
    public static ModelMetadata from(Map<String, String> metadata) throws UnreadableEventException {
        try {
            return new ModelMetadata(
                    TrialId.parse(entry(metadata, TRIAL_ID)),
                    Integer.parseInt(entry(metadata, ATTEMPT)),
                    Json.MAPPER.readValue(entry(metadata, SPECIFICATION), TrialSpecification.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new UnreadableEventException("the model's metadata: " + e.getMessage(), e);
        }
    }

    private static String entry(Map<String, String> metadata, String key) throws UnreadableEventException {
        String value = metadata.get(key);
        if (value == null) {
            throw new UnreadableEventException("the model's metadata has no " + key);
        }
        return value;
    }
}
