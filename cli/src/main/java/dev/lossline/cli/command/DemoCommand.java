package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.api.ApiProblemException;
import dev.lossline.cli.api.ApiUnreachableException;
import dev.lossline.cli.api.ExperimentDocument;
import dev.lossline.cli.local.LocalStack;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.local.StackListener;
import dev.lossline.cli.local.StackPart;
import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.ConfusionTable;
import dev.lossline.cli.view.NextSteps;
import dev.lossline.cli.view.ResultTable;
import dev.lossline.cli.view.Watcher;
import dev.lossline.contract.event.State;
import dev.lossline.specification.TrialId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Starts the stack, runs a first experiment and shows its results. */
@Command(
        name = "demo",
        description =
                "Starts the stack, runs experiments/quickstart.yaml and shows the results. Ctrl-C stops everything it started.")
final class DemoCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;
    private final List<StackPart> started = new ArrayList<>();
    private UUID experiment;

    DemoCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Instant begin = Instant.now();
        try {
            started.addAll(new UpCommand(settings, terminal).start());
            return new Connection(settings).use(api -> {
                terminal.line("");
                int exitCode = run(api);
                terminal.line("Total time: %s".formatted(Formats.duration(Duration.between(begin, Instant.now()))));
                new NextSteps(settings, api, experiment).lines().forEach(terminal::line);
                return exitCode;
            });
        } catch (InterruptedException e) {
            stop();
            throw e;
        } catch (CliException e) {
            if (!started.isEmpty()) {
                terminal.line("The stack is still running; the logs are in %s. Stop it with ./lossline down"
                        .formatted(settings.home().resolve("logs")));
            }
            throw e;
        }
    }

    private int run(Api api) throws InterruptedException {
        experiment = api.submit(ExperimentDocument.read(
                settings.experiments().resolve("quickstart.yaml").toString()));
        terminal.line("In a browser: %s/experiments/%s".formatted(api.address(), experiment));
        terminal.line("");
        Watcher.Outcome outcome = new Watcher(api, terminal).watch(experiment);
        terminal.line("");
        new ResultTable(outcome.experiment(), outcome.trials())
                .lines(terminal.live())
                .forEach(terminal::line);
        TrialId best = outcome.experiment().bestTrial();
        if (best != null) {
            terminal.line("");
            terminal.line(terminal.styled(Style.BOLD, "Trial %d on the test split".formatted(best.number())));
            new ConfusionTable(api.evaluation(best)).lines(terminal.live()).forEach(terminal::line);
        }
        terminal.line("");
        return outcome.experiment().state() == State.COMPLETED ? ExitCode.OK : ExitCode.FAILED;
    }

    /** If the start itself was interrupted, it has already stopped what it started. */
    private void stop() throws InterruptedException {
        cancel();
        if (!started.isEmpty()) {
            terminal.line("");
            terminal.line("Stopping the services that the demo started");
            new LocalStack(settings, new StackListener(terminal)).down(started);
        }
    }

    /** Otherwise, the next start would continue to train it. */
    private void cancel() throws InterruptedException {
        if (experiment == null) {
            return;
        }
        try (Api api = Api.of(settings)) {
            api.cancel(experiment);
        } catch (ApiProblemException | ApiUnreachableException e) {
            terminal.line("The experiment could not be cancelled and continues at the next start: " + e.getMessage());
        }
    }
}
