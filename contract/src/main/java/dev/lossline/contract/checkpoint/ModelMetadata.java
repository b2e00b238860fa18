package dev.lossline.contract.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The origin of a checkpoint or model, stored in the metadata of its safetensors file to make the file self-describing.
 *
 * @param specification the trial's specification; JSON in the file
 */
public record ModelMetadata(TrialId trialId, int attempt, TrialSpecification specification) {
    /** The experiment's id, for users. */
    public static final String EXPERIMENT_ID = "experimentId";

    public static final String TRIAL_ID = "trialId";
    public static final String ATTEMPT = "attempt";
    public static final String SPECIFICATION = "specification";

    public ModelMetadata {
        Objects.requireNonNull(trialId, "trialId is missing");
        Objects.requireNonNull(specification, "specification is missing");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt is " + attempt + "; allowed: 1 and more");
        }
    }

    public Map<String, String> toMap() {
        try {
            return Map.of(
                    EXPERIMENT_ID,
                    trialId.experimentId().toString(),
                    TRIAL_ID,
                    trialId.toString(),
                    ATTEMPT,
                    Integer.toString(attempt),
                    SPECIFICATION,
                    Json.MAPPER.writeValueAsString(specification));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + specification, e);
        }
    }

    /**
     * Reads the metadata; other keys are ignored.
     *
     * @throws UnreadableEventException if a key is missing or its value is invalid, naming the key; no other exception
     *     is thrown
     */
    public static ModelMetadata from(Map<String, String> metadata) throws UnreadableEventException {
        TrialId trialId = read(metadata, TRIAL_ID, TrialId::parse);
        int attempt = read(metadata, ATTEMPT, Integer::parseInt);
        TrialSpecification specification =
                read(metadata, SPECIFICATION, text -> Json.MAPPER.readValue(text, TrialSpecification.class));
        try {
            return new ModelMetadata(trialId, attempt, specification);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException("metadata " + e.getMessage(), e);
        }
    }

    /** The id of the experiment that the trial belongs to. */
    public UUID experimentId() {
        return trialId.experimentId();
    }

    private interface Parser<T> {
        T parse(String text) throws JsonProcessingException;
    }

    private static <T> T read(Map<String, String> metadata, String key, Parser<T> parser)
            throws UnreadableEventException {
        String text = metadata.get(key);
        if (text == null) {
            throw new UnreadableEventException("metadata " + key + " is missing");
        }
        try {
            T value = parser.parse(text);
            if (value == null) {
                throw new UnreadableEventException("metadata " + key + " is null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new UnreadableEventException(
                    "metadata %s is %.100s: %s".formatted(key, text, e.getOriginalMessage()), e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new UnreadableEventException("metadata %s is %.100s: %s".formatted(key, text, e.getMessage()), e);
        }
    }
}
