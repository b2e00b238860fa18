package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.ResultCsv;
import dev.lossline.cli.view.ResultRow;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports an experiment's results. */
@Command(
        name = "export",
        description = "Exports an experiment's results: one row per trial, or per epoch with --epochs.")
final class ExportCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", description = "The experiment: " + ExperimentFinder.HELP + ".")
    private String id;

    @ArgGroup(multiplicity = "1")
    private Format format;

    @Option(names = "--epochs", description = "One row per epoch.")
    private boolean epochs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to FILE instead of standard output.")
    private Path output;

    ExportCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    private static final class Format {
        @Option(
                names = "--csv",
                description =
                        "Comma-separated values (RFC 4180) with a header. Text that a spreadsheet would evaluate as a formula is"
                                + " prefixed with an apostrophe.")
        private boolean csv;

        @Option(names = "--json", description = "JSON: the same rows, text unchanged.")
        private boolean json;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Connection(settings).use(api -> {
            ExperimentRepresentation experiment = api.experiment(new ExperimentFinder(api).experiment(id));
            List<ResultRow> rows = rows(api, experiment);
            if (format.csv) {
                write(new ResultCsv(rows).toString());
            }
            if (format.json) {
                write(json(rows));
            }
            return ExitCode.OK;
        });
    }

    private List<ResultRow> rows(Api api, ExperimentRepresentation experiment) throws InterruptedException {
        List<ResultRow> rows = new ArrayList<>();
        for (TrialRepresentation trial : api.trials(experiment.id())) {
            if (epochs) {
                api.epochs(trial.id()).forEach(epoch -> rows.add(ResultRow.ofEpoch(experiment, trial, epoch)));
            } else {
                rows.add(ResultRow.ofTrial(experiment, trial));
            }
        }
        return rows;
    }

    private static String json(List<ResultRow> rows) {
        StringWriter writer = new StringWriter();
        try {
            Json.MAPPER
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(writer, rows.stream().map(ResultRow::cells).toList());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return writer + "\n";
    }

    private void write(String content) {
        if (output == null) {
            terminal.out().print(content);
            terminal.out().flush();
            return;
        }
        try {
            Files.writeString(output, content);
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "cannot write %s: %s".formatted(output, e), e);
        }
    }
}
