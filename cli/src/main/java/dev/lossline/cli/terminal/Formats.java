package dev.lossline.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.TrialId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/** Formats numbers for display; {@code –} if there is none. */
public final class Formats {
    public static final String NONE = "–";

    private static final int MAX_PLAIN_DIGITS = 7;
    private static final int SHORT_ID = 8;

    private Formats() {}

    /** Formats a duration, such as {@code 0:07}, {@code 12:05}, {@code 1:02:03} or {@code 3d 4h}. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds >= Duration.ofDays(1).toSeconds()) {
            return "%dd %dh".formatted(duration.toDays(), duration.toHoursPart());
        }
        return seconds >= Duration.ofHours(1).toSeconds()
                ? "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart())
                : "%d:%02d".formatted(seconds / 60, seconds % 60);
    }

    /** Formats an age, such as {@code 7 s ago}, {@code 3 min ago}, {@code 2 h ago} or {@code 5 d ago}. */
    public static String age(Duration age) {
        if (age.compareTo(Duration.ofMinutes(1)) < 0) {
            return Math.max(0, age.toSeconds()) + " s ago";
        }
        if (age.compareTo(Duration.ofHours(1)) < 0) {
            return age.toMinutes() + " min ago";
        }
        return age.compareTo(Duration.ofDays(1)) < 0 ? age.toHours() + " h ago" : age.toDays() + " d ago";
    }

    public static String loss(Double loss) {
        if (loss == null) {
            return NONE;
        }
        return loss < 100 ? String.format(Locale.ROOT, "%.4f", loss) : String.format(Locale.ROOT, "%.2e", loss);
    }

    public static String percent(Double fraction) {
        return fraction == null ? NONE : String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    public static String seconds(Double seconds) {
        return seconds == null ? NONE : String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /** Formats a rate, such as {@code 161k/s}. */
    public static String rate(Double perSecond) {
        if (perSecond == null) {
            return NONE;
        }
        return perSecond < 10_000
                ? String.format(Locale.ROOT, "%.0f/s", perSecond)
                : String.format(Locale.ROOT, "%.0fk/s", perSecond / 1000);
    }

    public static String bytes(long bytes) {
        return bytes < 1L << 30
                ? String.format(Locale.ROOT, "%d MiB", bytes >> 20)
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    /** Formats the value of a hyperparameter. */
    public static String value(JsonNode value) {
        if (value == null || value.isMissingNode() || value.isNull()) {
            return NONE;
        }
        if (!value.isNumber()) {
            return value.isTextual() ? value.asText() : value.toString();
        }
        BigDecimal number = value.decimalValue().stripTrailingZeros();
        String plain = number.toPlainString();
        return plain.length() <= MAX_PLAIN_DIGITS ? plain : number.toString();
    }

    /** The last part of a path: {@code learningRate} for {@code training.optimizer.learningRate}. */
    public static String label(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The end of an id: in a UUID v7, the end is random, and the beginning a timestamp. */
    public static String shortId(UUID id) {
        String text = id.toString();
        return text.substring(text.length() - SHORT_ID);
    }

    public static String shortId(TrialId id) {
        return shortId(id.experimentId()) + "." + id.number();
    }
}
