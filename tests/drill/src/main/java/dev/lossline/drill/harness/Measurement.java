package dev.lossline.drill.harness;

import java.time.Duration;
import java.util.Locale;

/** A measured value with its unit, for information. */
public record Measurement(String name, String value) {
    /** Formats a duration, such as {@code 1.8 s}. */
    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
