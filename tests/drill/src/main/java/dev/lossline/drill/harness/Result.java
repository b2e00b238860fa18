package dev.lossline.drill.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a drill ended. */
public sealed interface Result {
    String drill();

    boolean held();

    /** Whether something did not hold; a drill that was skipped has neither held nor failed. */
    default boolean failed() {
        return !held();
    }

    /** The one line that a person reads. */
    String line();

    /** The drill came to its end; its directory is kept where something did not hold. */
    record Ended(String drill, Findings findings, Duration took, Optional<Path> kept) implements Result {
        @Override
        public boolean held() {
            return findings.held();
        }

        @Override
        public String line() {
            String checks = findings.checks().stream()
                    .map(check -> "%s%s (%s)".formatted(check.held() ? "" : "NOT HELD: ", check.claim(), check.seen()))
                    .collect(Collectors.joining("; "));
            String figures = findings.figures().stream()
                    .map(figure -> figure.name() + " " + figure.value())
                    .collect(Collectors.joining(", "));
            return "%s %-16s %s in %s. Done: %s. Had to hold: %s.%s%s"
                    .formatted(
                            held() ? "✓" : "✗",
                            drill,
                            held() ? "held" : "NOT HELD",
                            seconds(took),
                            findings.harm(),
                            checks,
                            figures.isEmpty() ? "" : " Figures: " + figures + ".",
                            kept.map(Result::where).orElse(""));
        }
    }

    /** The drill could not come to its end. */
    record GaveUp(String drill, String reason, Duration took, Path kept) implements Result {
        @Override
        public boolean held() {
            return false;
        }

        @Override
        public String line() {
            return "✗ %-16s NOT HELD in %s. It gave up: %s.%s".formatted(drill, seconds(took), reason, where(kept));
        }
    }

    /** The drill cannot be run here: nothing is known of what had to hold. */
    record Skipped(String drill, String reason) implements Result {
        @Override
        public boolean held() {
            return false;
        }

        @Override
        public boolean failed() {
            return false;
        }

        @Override
        public String line() {
            return "- %-16s skipped: %s.".formatted(drill, reason);
        }
    }

    private static String where(Path directory) {
        return " Logs: " + directory.resolve("logs");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.0f s", duration.toMillis() / 1000.0);
    }
}
