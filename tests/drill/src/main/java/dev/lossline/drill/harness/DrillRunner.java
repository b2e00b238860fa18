package dev.lossline.drill.harness;

import dev.lossline.stack.Directories;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Runs drills, each in its own directory, which is kept if the drill fails. */
public final class DrillRunner {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

    private final DrillPaths paths;
    private final Progress progress;
    private final Options options;

    /**
     * How to run drills.
     *
     * @param keep whether to keep directories of drills that passed
     * @param debug receives stack traces of aborted drills; empty to discard them
     */
    public record Options(boolean quick, long seed, boolean keep, Optional<PrintStream> debug) {}

    public DrillRunner(DrillPaths paths, Progress progress, Options options) {
        this.paths = paths;
        this.progress = progress;
        this.options = options;
    }

    /** Runs a drill and prints its result. An interrupt stops everything that it started. */
    public Result run(Drill drill) throws InterruptedException {
        Instant begin = Instant.now();
        Path directory = paths.drills().resolve(drill.name() + "-" + STAMP.format(begin));
        progress.begin(drill.name());
        Result result =
                result(drill, new DrillContext(paths, directory, options.quick(), options.seed(), progress), begin);
        progress.result(result.line());
        if (!result.failed() && !options.keep()) {
            Directories.delete(directory);
        }
        return result;
    }

    private Result result(Drill drill, DrillContext context, Instant begin) throws InterruptedException {
        try {
            Outcome outcome = drill.run(context);
            boolean kept = !outcome.passed() || options.keep();
            return new Result.Ended(
                    drill.name(),
                    outcome,
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
