package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.local.LocalStack;
import dev.lossline.cli.local.RunDirectory;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.local.StackListener;
import dev.lossline.cli.local.StackPart;
import dev.lossline.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stops the stack. */
@Command(
        name = "down",
        description =
                "Stops the services, PostgreSQL and Kafka. Data is kept; unfinished trials continue at the next up.")
final class DownCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    DownCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean nothingRan = new RunDirectory(settings.runDirectory()).running().isEmpty();
        LocalStack stack = new LocalStack(settings, new StackListener(terminal));
        stack.archiveClasses(stack.down(List.of(StackPart.values())));
        if (nothingRan) {
            terminal.line("Nothing was running.");
        }
        return ExitCode.OK;
    }
}
