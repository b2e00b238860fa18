package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.stack.Interruption;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;

/** The main command, and what all commands have in common. */
@Command(
        name = "./lossline",
        description = "Runs hyperparameter experiments: submit, watch, query and reproduce them.",
        version = "Lossline 0.1.0-SNAPSHOT",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%n",
        exitCodeList = {
            "0:success",
            "1:failure: a trial failed, or the request was rejected",
            "2:invalid usage or invalid experiment document",
            "3:the stack is not running or the server cannot be reached",
            "130:interrupted with Ctrl-C"
        })
public final class Lossline {
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private Lossline() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // Libraries' log output is meant for services; users get messages.
        ROOT_LOGGER.setLevel(Level.OFF);
        int exitCode;
        try (Interruption interruption =
                Interruption.ofThisThread("lossline: some processes could not be stopped; see ./lossline status")) {
            exitCode = run(
                    Settings.system(),
                    Terminal.system(),
                    new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                    arguments);
        }
        System.exit(exitCode);
    }

    public static int run(Settings settings, Terminal terminal, PrintWriter errors, String... arguments) {
        CommandLine commandLine = new CommandLine(new Lossline());
        for (Object command : commands(settings, terminal)) {
            commandLine.addSubcommand(command);
        }
        commandLine.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(errors);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.live() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        commandLine.setUsageHelpAutoWidth(false);
        commandLine.setExecutionExceptionHandler(messages(errors));
        commandLine.setParameterExceptionHandler(Lossline::explainUsage);
        return commandLine.execute(arguments);
    }

    private static List<Callable<Integer>> commands(Settings settings, Terminal terminal) {
        return List.of(
                new DemoCommand(settings, terminal),
                new UpCommand(settings, terminal),
                new DownCommand(settings, terminal),
                new StatusCommand(settings, terminal),
                new SubmitCommand(settings, terminal),
                new WatchCommand(settings, terminal),
                new ListCommand(settings, terminal),
                new ShowCommand(settings, terminal),
                new ControlCommand.Pause(settings, terminal),
                new ControlCommand.Resume(settings, terminal),
                new ControlCommand.Retry(settings, terminal),
                new ControlCommand.Cancel(settings, terminal),
                new ExportCommand(settings, terminal),
                new ModelCommand(settings, terminal),
                new ReportCommand(settings, terminal),
                new ReproduceCommand(settings, terminal),
                new RebuildCommand(settings, terminal),
                new DeadLettersCommand(settings, terminal),
                new DoctorCommand(settings, terminal),
                new CompletionCommand(terminal),
                new BenchCommand(),
                new DrillCommand(),
                new TestCommand());
    }

    private static IExecutionExceptionHandler messages(PrintWriter errors) {
        return (exception, command, result) -> {
            if (exception instanceof InterruptedException) {
                return ExitCode.INTERRUPTED;
            }
            if (exception instanceof CliException e) {
                errors.println("lossline: " + e.getMessage());
                return e.exitCode();
            }
            errors.println("lossline: " + (exception.getMessage() == null ? exception : exception.getMessage()));
            if (System.getenv("LOSSLINE_DEBUG") != null) {
                exception.printStackTrace(errors);
            }
            return ExitCode.FAILED;
        };
    }

    private static int explainUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter errors = command.getErr();
        errors.println("lossline: " + exception.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, errors);
        errors.println("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }
}
