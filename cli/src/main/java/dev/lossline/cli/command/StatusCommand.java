package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.local.RunDirectory;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.StackStatus;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows which parts of the stack are running. */
@Command(
        name = "status",
        description =
                "Shows the state, pid, address, uptime and memory of each part of the stack. Exit code 3 if one is down.")
final class StatusCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    StatusCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        StackStatus status = new StackStatus(new RunDirectory(settings.runDirectory()).running());
        status.lines(terminal, Instant.now()).forEach(terminal::line);
        terminal.line("Logs: " + settings.home().resolve("logs"));
        return status.isUp() ? ExitCode.OK : ExitCode.UNREACHABLE;
    }
}
