package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.doctor.Examination;
import dev.lossline.cli.doctor.Finding;
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
                "Checks what Lossline needs on this machine, and says how to get what is missing. Exit code 1 where it cannot run.")
final class DoctorCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    DoctorCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings = new Examination(settings).findings();
        for (Finding finding : findings) {
            String mark =
                    switch (finding.kind()) {
                        case GOOD -> terminal.styled(Style.GREEN, "✓");
                        case WARNING -> terminal.styled(Style.YELLOW, "!");
                        case MISSING -> terminal.styled(Style.RED, "✗");
                    };
            terminal.line("%s %-12s %s".formatted(mark, finding.subject(), finding.text()));
        }
        return findings.stream().anyMatch(f -> f.kind() == Finding.Kind.MISSING) ? ExitCode.FAILED : ExitCode.FINE;
    }
}
