package dev.lossline.orchestrator.problem;

import dev.lossline.specification.TrialId;
import dev.lossline.specification.violation.Violation;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Validates request parameters. */
public final class Parameters {
    private static final int MAX_IDEMPOTENCY_KEY_LENGTH = 255;
    private static final int UUID_LENGTH = 36;

    private Parameters() {}

    public static UUID experimentId(String text) {
        try {
            if (text.length() == UUID_LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // Rejected below, like a wrong length.
        }
        throw ProblemException.badParameter(new Violation("experiment id", text, "a UUID"));
    }

    public static TrialId trialId(String text) {
        try {
            return TrialId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badParameter(
                    new Violation("trial id", text, "the experiment's id, a dot and the trial's number"));
        }
    }

    public static Optional<String> idempotencyKey(String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.isBlank()
                || text.length() > MAX_IDEMPOTENCY_KEY_LENGTH
                || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw ProblemException.badParameter(new Violation(
                    "Idempotency-Key", text, "1 to " + MAX_IDEMPOTENCY_KEY_LENGTH + " printable ASCII characters"));
        }
        return Optional.of(text);
    }

    public static int between(String name, String text, int least, int most) {
        if (text.matches("-?[0-9]{1,10}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return (int) value;
            }
        }
        throw ProblemException.badParameter(new Violation(name, text, "a whole number from " + least + " to " + most));
    }

    /** Parses comma-separated whole numbers; empty for null. */
    public static Set<Integer> numbers(String name, String text, int most) {
        if (text == null) {
            return Set.of();
        }
        if (!text.matches("[1-9][0-9]{0,8}(,[1-9][0-9]{0,8})*")
                || text.chars().filter(c -> c == ',').count() >= most) {
            throw ProblemException.badParameter(
                    new Violation(name, text, "at most " + most + " whole numbers with commas between them"));
        }
        return Stream.of(text.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
    }

    public static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.badParameter(new Violation(name, text, "true or false"));
        };
    }

    public static MediaType mediaType(HttpHeaders headers) {
        try {
            return headers.getMediaType();
        } catch (IllegalArgumentException e) {
            throw new NotSupportedException(e);
        }
    }
}
