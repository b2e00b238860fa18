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
            "Drops all tables and fills them again from the event log, which holds everything that they do.",
            "Training goes on meanwhile; results are incomplete until it is done. Stopped half way, it goes on by itself",
            "(./lossline up starts the evaluator where that is down), or from the beginning when it is called again."
        })
final class RebuildCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    @Option(names = "--force", description = "Even where the log has lost messages that the tables have.")
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
                    "rebuild is for the stack of this machine, and LOSSLINE_URL names another; docs/reliability.md says"
                            + " how it is done there");
        }
        return new Connection(settings).use(this::rebuild);
    }

    private int rebuild(Api api) throws InterruptedException {
        RebuildProgress progress = new RebuildProgress(api, terminal);
        RecordingRepresentation before = api.recording();
        refuseWhereTheLogHasLess(before);
        long messages =
                before.partitions().stream().mapToLong(p -> p.end() - p.first()).sum();
        terminal.line(String.format(
                Locale.ROOT,
                "Drops all tables and fills them again from %,d messages; training goes on meanwhile",
                messages));
        long begin = System.nanoTime();
        try {
            new LocalStack(settings, new StackListener(terminal)).emptyTables();
            progress.awaitRecorded(before);
        } catch (InterruptedException e) {
            terminal.line("Stopped watching. An evaluator that runs goes on; ./lossline up starts one that does not");
            throw e;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        terminal.line(String.format(
                Locale.ROOT,
                "Rebuilt: %,d messages of %d partitions in %.1f s, the evaluator's start included",
                messages,
                before.partitions().size(),
                seconds));
        return ExitCode.FINE;
    }

    /** Refuses if the log no longer holds messages that are recorded: the tables are then their only copy. */
    private void refuseWhereTheLogHasLess(RecordingRepresentation state) {
        List<String> lost = state.partitions().stream()
                .filter(p -> p.recorded() > p.end() || p.first() > 0)
                .map(p -> "%s-%d has %d to %d, %d are recorded"
                        .formatted(p.topic(), p.partition(), p.first(), p.end(), p.recorded()))
                .toList();
        if (!lost.isEmpty() && !force) {
            throw new CliException(
                    ExitCode.FAILED,
                    "the log has lost messages that the tables have, and they would be lost with them; --force does it"
                            + " all the same\n  " + String.join("\n  ", lost));
        }
    }
}
