package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.ResultTable;
import dev.lossline.cli.view.Watcher;
import dev.lossline.contract.event.State;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Watches an experiment until it ends. */
@Command(
        name = "watch",
        description = "Shows an experiment live until it ends, then its results. Ctrl-C only stops watching.")
final class WatchCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The experiment: " + ExperimentFinder.HELP + ".")
    private String id;

    WatchCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Connection(settings).use(api -> watch(api, new ExperimentFinder(api).experiment(id)));
    }

    int watch(Api api, UUID experiment) throws InterruptedException {
        Watcher.Outcome outcome = new Watcher(api, terminal).watch(experiment);
        terminal.line("");
        new ResultTable(outcome.experiment(), outcome.trials())
                .lines(terminal.live())
                .forEach(terminal::line);
        return outcome.experiment().state() == State.COMPLETED ? ExitCode.OK : ExitCode.FAILED;
    }
}
