package dev.lossline.drill.harness;

import dev.lossline.stack.Directories;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Runs drills, each in a directory of its own that is kept where it did not hold. */
public final class DrillRunner {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

    private final Places places;
    private final Progress progress;
    private final Options options;

    /**
     * How drills are to be run.
     *
     * @param keep whether directories are kept where the drill held, too
     * @param debug where stack traces of drills that gave up are written; empty for nowhere
     */
    public record Options(boolean quick, long seed, boolean keep, Optional<PrintStream> debug) {}

    public DrillRunner(Places places, Progress progress, Options options) {
        this.places = places;
        this.progress = progress;
        this.options = options;
    }

    /** Runs a drill and says how it ended; an interrupt stops all that it started. */
    public Result run(Drill drill) throws InterruptedException {
        Instant begin = Instant.now();
        Path directory = places.drills().resolve(drill.name() + "-" + STAMP.format(begin));
        progress.begin(drill.name());
        Result result =
                result(drill, new DrillContext(places, directory, options.quick(), options.seed(), progress), begin);
        progress.result(result.line());
        if (!result.failed() && !options.keep()) {
            Directories.delete(directory);
        }
        return result;
    }

    private Result result(Drill drill, DrillContext context, Instant begin) throws InterruptedException {
        try {
            Findings findings = drill.run(context);
            boolean kept = !findings.held() || options.keep();
            return new Result.Ended(
                    drill.name(),
                    findings,
                    Duration.between(begin, Instant.now()),
                    kept ? Optional.of(context.directory()) : Optional.empty());
        } catch (InterruptedException e) {
            Directories.delete(context.directory());
            throw e;
        } catch (SkippedException e) {
            return new Result.Skipped(drill.name(), e.getMessage());
        } catch (RuntimeException e) {
            options.debug().ifPresent(e::printStackTrace);
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            return new Result.GaveUp(drill.name(), reason, Duration.between(begin, Instant.now()), context.directory());
        }
    }
}
