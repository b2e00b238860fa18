package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.ExperimentDocument;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.Table;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.contract.api.PreviewRepresentation;
import dev.lossline.specification.Json;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits an experiment. */
@Command(name = "submit", description = "Submits an experiment and prints its id.")
final class SubmitCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            description = "YAML or JSON file, such as experiments/quickstart.yaml; - for standard input.")
    private String file;

    @Option(names = "--watch", description = "Watch the experiment until it ends; exit code 1 if a trial fails.")
    private boolean watch;

    @Option(names = "--preview", description = "Print the trials without running them.")
    private boolean preview;

    SubmitCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ExperimentDocument document = ExperimentDocument.read(file);
        return new Connection(settings).use(api -> {
            if (preview) {
                return show(api.preview(document));
            }
            UUID id = api.submit(document);
            terminal.line(id.toString());
            return watch ? new WatchCommand(settings, terminal).watch(api, id) : ExitCode.OK;
        });
    }

    private int show(PreviewRepresentation preview) {
        terminal.line("%s: %d trials"
                .formatted(preview.specification().name(), preview.trials().size()));
        Table table = new Table(
                Table.right("#"),
                Table.left("hidden"),
                Table.right("epochs"),
                Table.right("batch"),
                Table.left("optimizer"),
                Table.right("learning rate"),
                Table.right("seed"),
                Table.left("device"));
        int number = 0;
        for (var trial : preview.trials()) {
            number++;
            var optimizer = Json.MAPPER.valueToTree(trial.training().optimizer());
            table.row(
                    Integer.toString(number),
                    trial.model().hidden().toString(),
                    Integer.toString(trial.training().epochs()),
                    Integer.toString(trial.training().batchSize()),
                    Formats.value(optimizer.at("/type")),
                    Formats.value(optimizer.at("/learningRate")),
                    Long.toString(trial.seed()),
                    trial.device().id());
        }
        table.lines(terminal.live()).forEach(terminal::line);
        return ExitCode.OK;
    }
}
