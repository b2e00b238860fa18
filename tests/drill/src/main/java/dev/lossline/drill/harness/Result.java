package dev.lossline.drill.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result of a drill. */
public sealed interface Result {
    String drill();

    boolean passed();

    /** Whether a check failed or the drill was aborted; a skipped drill has neither passed nor failed. */
    default boolean failed() {
        return !passed();
    }

    /** The line to print. */
    String line();

    /** The drill ran to its end. Its directory is kept if a check failed. */
    record Ended(String drill, Outcome outcome, Duration took, Optional<Path> kept) implements Result {
        @Override
        public boolean passed() {
            return outcome.passed();
        }

        @Override
        public String line() {
            String checks = outcome.checks().stream()
                    .map(check -> "%s%s (%s)".formatted(check.passed() ? "" : "FAILED: ", check.claim(), check.seen()))
                    .collect(Collectors.joining("; "));
            String measurements = outcome.measurements().stream()
                    .map(figure -> figure.name() + " " + figure.value())
                    .collect(Collectors.joining(", "));
            return "%s %-16s %s in %s. Fault: %s. Checks: %s.%s%s"
                    .formatted(
                            passed() ? "✓" : "✗",
                            drill,
                            passed() ? "passed" : "FAILED",
                            seconds(took),
                            outcome.fault(),
                            checks,
                            measurements.isEmpty() ? "" : " Measured: " + measurements + ".",
                            kept.map(Result::where).orElse(""));
        }
    }

    /** The drill was aborted. */
    record GaveUp(String drill, String reason, Duration took, Path kept) implements Result {
        @Override
        public boolean passed() {
            return false;
        }

        @Override
        public String line() {
            return "✗ %-16s FAILED in %s. Aborted: %s.%s".formatted(drill, seconds(took), reason, where(kept));
        }
    }

    /** The drill cannot run on this machine. */
    record Skipped(String drill, String reason) implements Result {
        @Override
        public boolean passed() {
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
