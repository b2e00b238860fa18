package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Listed only for the help; the script runs it because it does not need a built command line. */
@Command(name = "test", description = "Runs all unit and integration tests (mvn verify).")
final class TestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CliException(ExitCode.USAGE, "run the tests with the script: ./lossline test");
    }
}
