package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.api.ApiProblemException;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.Sparkline;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.ConfusionTable;
import dev.lossline.cli.view.ResultTable;
import dev.lossline.contract.api.EvaluationRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.State;
import dev.lossline.specification.TrialId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the results of an experiment or a trial. */
@Command(
        name = "show",
        description = "Shows an experiment's trials, or a trial with its loss curve and confusion matrix.")
final class ShowCommand implements Callable<Integer> {
    private static final int NOT_FOUND = 404;

    private final Settings settings;
    private final Terminal terminal;

    @Parameters(
            paramLabel = "ID",
            description = "The experiment: " + ExperimentFinder.HELP + ". For a trial, append a dot and its number.")
    private String id;

    ShowCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Connection(settings).use(api -> {
            ExperimentFinder finder = new ExperimentFinder(api);
            if (id.contains(".")) {
                showTrial(api, finder.trial(id));
            } else {
                showExperiment(api, api.experiment(finder.experiment(id)));
            }
            return ExitCode.OK;
        });
    }

    private void showExperiment(Api api, ExperimentRepresentation experiment) throws InterruptedException {
        terminal.line("%s  %s".formatted(terminal.styled(Style.BOLD, experiment.name()), experiment.id()));
        terminal.line("%s, submitted %s".formatted(experiment.state().id(), experiment.submittedAt()));
        if (experiment.notice() != null) {
            terminal.line(terminal.styled(Style.YELLOW, experiment.notice()));
        }
        terminal.line("");
        new ResultTable(experiment, api.trials(experiment.id()))
                .lines(terminal.live())
                .forEach(terminal::line);
    }

    private void showTrial(Api api, TrialId trialId) throws InterruptedException {
        TrialRepresentation trial = api.trial(trialId);
        terminal.line(terminal.styled(Style.BOLD, trial.id().toString()));
        terminal.line("%s, epoch %d/%d, loss %s, %s on %s"
                .formatted(
                        trial.state().id(),
                        trial.epoch(),
                        trial.epochs(),
                        Formats.loss(trial.trainingLoss()),
                        Formats.seconds(trial.seconds()),
                        trial.host() == null ? "no trainer yet" : trial.host()));
        trial.varied().forEach((path, value) -> terminal.line("%s: %s".formatted(path, Formats.value(value))));
        if (trial.curve() != null && !trial.curve().isEmpty()) {
            terminal.line("loss  " + Sparkline.of(trial.curve(), TrialRepresentation.CURVE_POINTS));
        }
        if (trial.failure() != null) {
            terminal.line(terminal.styled(Style.RED, trial.failure()));
        }
        showEvaluation(api, trialId, trial.state());
    }

    private void showEvaluation(Api api, TrialId trialId, State state) throws InterruptedException {
        try {
            terminal.line("");
            EvaluationRepresentation evaluation = api.evaluation(trialId);
            new ConfusionTable(evaluation).lines(terminal.live()).forEach(terminal::line);
            terminal.line("");
            terminal.line("model, SHA-256    " + evaluation.modelSha256());
            if (evaluation.weightsSha256() != null) {
                terminal.line("weights, SHA-256  " + evaluation.weightsSha256());
            }
        } catch (ApiProblemException e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
            terminal.line(state == State.FAILED ? "Not evaluated." : "Not evaluated yet.");
        }
    }
}
