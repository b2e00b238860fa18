package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Listed only for the help; the script runs tests/bench/, which has its own options. */
@Command(
        name = "bench",
        description = "Measures training beside PyTorch, JAX, DJL, JavaCPP, DL4J, in turns. See bench --help.")
final class BenchCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CliException(ExitCode.USAGE, "the benchmark is run by the script: ./lossline bench");
    }
}
