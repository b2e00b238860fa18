package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Terminal;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Pauses, resumes, retries or cancels an experiment. Fails if the API rejects it, for example because the experiment
 * has ended.
 */
abstract class ControlCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;
    private final String done;

    @Parameters(paramLabel = "ID", description = "The experiment: " + ExperimentFinder.HELP + ".")
    private String id;

    /** @param done the outcome, printed after the experiment's id */
    private ControlCommand(Settings settings, Terminal terminal, String done) {
        this.settings = settings;
        this.terminal = terminal;
        this.done = done;
    }

    abstract void control(Api api, UUID experiment) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        return new Connection(settings).use(api -> {
            UUID experiment = new ExperimentFinder(api).experiment(id);
            control(api, experiment);
            terminal.line(experiment + " " + done);
            return ExitCode.OK;
        });
    }

    @Command(
            name = "cancel",
            description = {
                "Cancels an experiment; its running trials stop within an epoch.",
                "Exit code 1 if it has ended."
            })
    static final class Cancel extends ControlCommand {
        Cancel(Settings settings, Terminal terminal) {
            super(settings, terminal, "is cancelled; running trials stop within an epoch");
        }

        @Override
        void control(Api api, UUID experiment) throws InterruptedException {
            api.cancel(experiment);
        }
    }

    @Command(
            name = "pause",
            description = {
                "Pauses an experiment; its running trials stop within an epoch.",
                "Exit code 1 if it has ended or was cancelled."
            })
    static final class Pause extends ControlCommand {
        Pause(Settings settings, Terminal terminal) {
            super(settings, terminal, "is paused; running trials stop within an epoch. To continue: ./lossline resume");
        }

        @Override
        void control(Api api, UUID experiment) throws InterruptedException {
            api.pause(experiment);
        }
    }

    @Command(
            name = "resume",
            description = {
                "Resumes a paused experiment; its trials continue from their latest checkpoints.",
                "Exit code 1 if it has ended or was cancelled."
            })
    static final class Resume extends ControlCommand {
        Resume(Settings settings, Terminal terminal) {
            super(settings, terminal, "is resumed; its trials continue from their latest checkpoints");
        }

        @Override
        void control(Api api, UUID experiment) throws InterruptedException {
            api.resume(experiment);
        }
    }

    @Command(
            name = "retry",
            description = {
                "Trains failed trials again, and evaluates models whose evaluation failed.",
                "Exit code 1 if none has failed since the last retry, or if it was cancelled."
            })
    static final class Retry extends ControlCommand {
        Retry(Settings settings, Terminal terminal) {
            super(settings, terminal, "is retried; its failed trials are queued again");
        }

        @Override
        void control(Api api, UUID experiment) throws InterruptedException {
            api.retry(experiment);
        }
    }
}
