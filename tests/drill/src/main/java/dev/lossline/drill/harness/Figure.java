package dev.lossline.drill.harness;

import java.time.Duration;
import java.util.Locale;

/** Something that was measured, with its unit; it decides nothing. */
public record Figure(String name, String value) {
    /** {@code 1.8 s}. */
    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
