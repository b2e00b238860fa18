package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.Table;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.ExperimentView;
import dev.lossline.contract.api.ExperimentPageRepresentation;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the experiments. */
@Command(name = "list", description = "Lists experiments, newest first.")
final class ListCommand implements Callable<Integer> {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Maximum number of experiments (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "Continues a truncated list; the list prints its CURSOR.")
    private String after;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only these states, comma-separated: queued, running, paused, completed, failed, cancelled.")
    private List<String> states = List.of();

    @Option(names = "--name", paramLabel = "TEXT", description = "Only experiments whose name contains TEXT.")
    private String name;

    @Option(names = "--dataset", paramLabel = "NAME", description = "Only experiments on this dataset.")
    private String dataset;

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            description = "Order: submitted, -submitted (newest first), name or -name.")
    private String sort;

    private final Settings settings;
    private final Terminal terminal;

    ListCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Connection(settings).use(api -> {
            lines(api.experiments(query()), Instant.now()).forEach(terminal::line);
            return ExitCode.OK;
        });
    }

    private Map<String, String> query() {
        Map<String, String> query = filters();
        query.put("limit", Integer.toString(limit));
        if (after != null) {
            query.put("after", after);
        }
        return query;
    }

    private Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        if (!states.isEmpty()) {
            filters.put("state", String.join(",", states));
        }
        if (name != null) {
            filters.put("name", name);
        }
        if (dataset != null) {
            filters.put("dataset", dataset);
        }
        if (sort != null) {
            filters.put("sort", sort);
        }
        return filters;
    }

    private List<String> lines(ExperimentPageRepresentation page, Instant now) {
        if (page.experiments().isEmpty()) {
            return List.of(
                    filters().isEmpty() && after == null
                            ? "No experiments yet. Submit one: ./lossline submit experiments/quickstart.yaml --watch"
                            : "No matching experiments.");
        }
        Table table = new Table(
                Table.left("id"),
                Table.left("name"),
                Table.left("state"),
                Table.right("trials"),
                Table.right("done"),
                Table.right("best"),
                Table.right("submitted"));
        for (ExperimentSummaryRepresentation e : page.experiments()) {
            table.row(
                    Formats.shortId(e.id()),
                    ExperimentView.cut(e.name(), 28),
                    e.state().id(),
                    Integer.toString(e.trials().total()),
                    "%.0f %%".formatted(100 * e.progress()),
                    Formats.percent(e.bestAccuracy()),
                    Formats.age(Duration.between(e.submittedAt(), now)));
        }
        List<String> lines = new ArrayList<>(table.lines(terminal.live()));
        if (page.next() != null) {
            lines.add("%d of %d shown. For more: ./lossline list%s --after %s, or a larger --limit."
                    .formatted(page.experiments().size(), page.total(), options(), page.next()));
        }
        return lines;
    }

    /** The filters as given, for the command that shows the next page. */
    private String options() {
        StringBuilder options = new StringBuilder(limit == 100 ? "" : " --limit " + limit);
        filters()
                .forEach((key, value) -> options.append(" --")
                        .append(key)
                        .append(value.matches("[\\w.,-]+") ? " " + value : " '" + value.replace("'", "'\\''") + "'"));
        return options.toString();
    }
}
