package dev.lossline.orchestrator;

import dev.lossline.contract.TrialId;
import dev.lossline.contract.Violation;
import java.util.Optional;
import java.util.UUID;

/** Checks of what stands in an address. */
final class Parameters {
    private static final int MOST_KEY_CHARACTERS = 255;
    private static final int UUID_LENGTH = 36;

    private Parameters() {}

    static UUID experimentId(String text) {
        try {
            if (text.length() == UUID_LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // Told below, as for a wrong length.
        }
        throw ProblemException.badParameter(new Violation("experiment id", text, "a UUID"));
    }

    static TrialId trialId(String text) {
        try {
            return TrialId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter(
                    new Violation("trial id", text, "the experiment's id, a dot and the trial's number"));
        }
    }

    static Optional<String> idempotencyKey(String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.isBlank()
                || text.length() > MOST_KEY_CHARACTERS
                || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw ProblemException.badParameter(new Violation(
                    "Idempotency-Key", text, "1 to " + MOST_KEY_CHARACTERS + " printable ASCII characters"));
        }
        return Optional.of(text);
    }

    static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw ProblemException.badParameter(
                    new Violation(name, Integer.toString(value), "a whole number from " + least + " to " + most));
        }
        return value;
    }
}
