package dev.lossline.cli;

import dev.lossline.contract.ExperimentRepresentation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists the experiments. */
@Command(name = "list", description = "Lists the experiments, the newest first.")
final class ListCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    ListCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Connection(settings).use(api -> {
            lines(api.experiments(), Instant.now()).forEach(terminal::line);
            return ExitCode.FINE;
        });
    }

    private List<String> lines(List<ExperimentRepresentation> experiments, Instant now) {
        if (experiments.isEmpty()) {
            return List.of("No experiments yet. Submit one: ./lossline submit experiments/quickstart.yaml --watch");
        }
        Table table = new Table(
                Table.left("id"),
                Table.left("name"),
                Table.left("state"),
                Table.right("trials"),
                Table.right("done"),
                Table.right("best"),
                Table.right("submitted"));
        experiments.stream()
                .sorted(Comparator.comparing(ExperimentRepresentation::submittedAt)
                        .reversed())
                .forEach(e -> table.row(
                        Figures.shortId(e.id()),
                        ExperimentView.cut(e.name(), 28),
                        e.state().id(),
                        Integer.toString(e.trials().total()),
                        "%.0f %%".formatted(100 * e.progress()),
                        Figures.percent(e.bestAccuracy()),
                        Figures.age(Duration.between(e.submittedAt(), now))));
        return table.lines(terminal.live());
    }
}
