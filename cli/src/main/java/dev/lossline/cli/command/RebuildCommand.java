package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.local.LocalStack;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.local.StackListener;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.RebuildProgress;
import dev.lossline.contract.api.RecordingRepresentation;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rebuilds the tables from the log. */
@Command(
        name = "rebuild",
        description = {
            "Drops all tables and refills them from the event log, which contains all of their data.",
            "Training continues; results are incomplete until the rebuild is done. An interrupted rebuild continues by",
            "itself while the evaluator runs (./lossline up starts it); running rebuild again starts over."
        })
final class RebuildCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    @Option(
            names = "--force",
            description = "Rebuild even if the log no longer holds messages that are already recorded.")
    private boolean force;

    RebuildCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (settings.url().isPresent()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "rebuild works only on the stack of this machine, but LOSSLINE_URL names another server; see"
                            + " docs/reliability.md");
        }
        return new Connection(settings).use(this::rebuild);
    }

    private int rebuild(Api api) throws InterruptedException {
        RebuildProgress progress = new RebuildProgress(api, terminal);
        RecordingRepresentation before = api.recording();
        requireCompleteLog(before);
        long messages =
                before.partitions().stream().mapToLong(p -> p.end() - p.first()).sum();
        terminal.line(String.format(
                Locale.ROOT, "Dropping all tables and refilling them from %,d messages; training continues", messages));
        long begin = System.nanoTime();
        try {
            new LocalStack(settings, new StackListener(terminal)).emptyTables();
            progress.awaitRecorded(before);
        } catch (InterruptedException e) {
            terminal.line(
                    "Stopped watching. The rebuild continues while the evaluator runs; start it with ./lossline up");
            throw e;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        terminal.line(String.format(
                Locale.ROOT,
                "Rebuilt %,d messages of %d partitions in %.1f s, including the start of the evaluator",
                messages,
                before.partitions().size(),
                seconds));
        return ExitCode.OK;
    }

    /** Refuses if the log no longer holds messages that are recorded: the tables are then their only copy. */
    private void requireCompleteLog(RecordingRepresentation state) {
        List<String> lost = state.partitions().stream()
                .filter(p -> p.recorded() > p.end() || p.first() > 0)
                .map(p -> "%s-%d holds offsets %d to %d; recorded up to %d"
                        .formatted(p.topic(), p.partition(), p.first(), p.end(), p.recorded()))
                .toList();
        if (!lost.isEmpty() && !force) {
            throw new CliException(
                    ExitCode.FAILED,
                    "the log no longer holds messages that are already recorded; rebuilding would lose them. To rebuild"
                            + " anyway, use --force\n  " + String.join("\n  ", lost));
        }
    }
}
