package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that makes a shell complete commands and options. */
@Command(
        name = "completion",
        description =
                "Prints a script that completes commands and options in this shell: source <(./lossline completion bash)")
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    /** Not read: the script is the same for both and detects zsh. */
    @SuppressWarnings("UnusedVariable")
    @Parameters(paramLabel = "SHELL", description = "The shell: bash or zsh.")
    private Shell shell;

    /** The shells for which picocli's script works. */
    enum Shell {
        BASH,
        ZSH
    }

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(AutoComplete.bash("lossline", spec.root().commandLine()));
        return ExitCode.OK;
    }
}
