package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Listed only for the help; the script runs tests/drill/, which has its own options. */
@Command(
        name = "drill",
        description = "Injects faults into its own stacks and checks that nothing is lost. See drill --help.")
final class DrillCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CliException(ExitCode.USAGE, "run drills with the script: ./lossline drill");
    }
}
