package dev.lossline.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cancels an experiment. */
@Command(name = "cancel", description = "Cancels an experiment; its running trials stop within an epoch.")
final class CancelCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The experiment: " + ExperimentFinder.HELP + ".")
    private String id;

    CancelCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Connection(settings).use(api -> {
            UUID experiment = new ExperimentFinder(api).experiment(id);
            api.cancel(experiment);
            terminal.line(experiment + " is cancelled; running trials stop within an epoch");
            return ExitCode.FINE;
        });
    }
}
