package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.doctor.CheckResult;
import dev.lossline.cli.doctor.Prerequisites;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Reports missing prerequisites. */
@Command(
        name = "doctor",
        description =
                "Checks the prerequisites and explains how to install missing ones. Exit code 1 if Lossline cannot run.")
final class DoctorCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    DoctorCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<CheckResult> results = new Prerequisites(settings).check();
        for (CheckResult result : results) {
            String mark =
                    switch (result.kind()) {
                        case GOOD -> terminal.styled(Style.GREEN, "✓");
                        case WARNING -> terminal.styled(Style.YELLOW, "!");
                        case MISSING -> terminal.styled(Style.RED, "✗");
                    };
            terminal.line("%s %-12s %s".formatted(mark, result.subject(), result.text()));
        }
        return results.stream().anyMatch(f -> f.kind() == CheckResult.Kind.MISSING) ? ExitCode.FAILED : ExitCode.OK;
    }
}
