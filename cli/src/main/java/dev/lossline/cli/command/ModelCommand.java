package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.NamedFile;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.specification.TrialId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Saves a trained model. */
@Command(
        name = "model",
        description = "Saves a trial's trained model as safetensors, with PyTorch's parameter names.",
        footer = {"", "In Python: torch.nn.Sequential(...).load_state_dict(safetensors.torch.load_file(FILE))"})
final class ModelCommand implements Callable<Integer> {
    private static final String ENDING = "safetensors";

    private final Settings settings;
    private final Terminal terminal;

    @Parameters(paramLabel = "TRIAL", description = "The experiment, a dot and the trial's number, such as last.1.")
    private String trial;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Output file. Default: a file in the current directory, named after experiment and trial.")
    private Path output;

    ModelCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (output != null && !List.of("", ENDING).contains(FileEnding.of(output))) {
            throw FileEnding.refused(output.toString(), "a model", ENDING);
        }
        return new Connection(settings).use(api -> {
            TrialId id = new ExperimentFinder(api).trial(trial);
            NamedFile model = api.model(id);
            Path file = output == null ? Path.of(model.name()) : output;
            try {
                Files.write(file, model.content());
            } catch (IOException e) {
                throw new CliException(ExitCode.FAILED, "cannot write %s: %s".formatted(file, e), e);
            }
            terminal.line("Saved %s (%,d bytes)".formatted(file, model.content().length));
            return ExitCode.OK;
        });
    }
}
