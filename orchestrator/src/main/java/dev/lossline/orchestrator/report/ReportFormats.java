package dev.lossline.orchestrator.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats values for reports. */
final class ReportFormats {
    static final String NONE = "–";

    private static final int MAX_PLAIN_DIGITS = 7;
    private static final double MAX_PLAIN_LOSS = 100;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ReportFormats() {}

    static String time(Instant time) {
        return time == null ? NONE : TIME.format(time);
    }

    static String loss(Double loss) {
        if (loss == null) {
            return NONE;
        }
        return String.format(Locale.ROOT, loss < MAX_PLAIN_LOSS ? "%.4f" : "%.2e", loss);
    }

    static String percent(Double fraction) {
        return fraction == null ? NONE : String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    static String seconds(Double seconds) {
        return seconds == null ? NONE : String.format(Locale.ROOT, "%.2f s", seconds);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Formats a duration, such as {@code 12 s}, {@code 4 min 05 s} or {@code 3 h 07 min}. */
    static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toSeconds() + " s";
        }
        return duration.compareTo(Duration.ofHours(1)) < 0
                ? "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart())
                : "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
    }

    /** Formats the value of a hyperparameter. */
    static String value(JsonNode value) {
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
    static String label(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
