package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Listed only for the help; the script runs tests/bench/, which has its own options. */
@Command(
        name = "bench",
        description = "Compares training speed with PyTorch, JAX, DJL, JavaCPP and DL4J. See bench --help.")
final class BenchCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CliException(ExitCode.USAGE, "run the benchmark with the script: ./lossline bench");
    }
}
