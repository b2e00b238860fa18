package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.NamedFile;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Saves an experiment's report. */
@Command(
        name = "report",
        description = "Saves an experiment's report: results, curves, confusion matrix, and how to reproduce it.",
        footer = {"", "The HTML is a single self-contained file."})
final class ReportCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    private final Settings settings;
    private final Terminal terminal;

    /** The formats of a report. */
    enum Format {
        HTML,
        MARKDOWN;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "ID", description = "The experiment: " + ExperimentFinder.HELP + ".")
    private String id;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "html or markdown. Default: by FILE's extension (.html, .htm, .md, .markdown), otherwise html.")
    private Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Output file; - for standard output. Default: a file in the current directory, named after the experiment.")
    private String output;

    ReportCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Format wanted = wanted();
        return new Connection(settings).use(api -> {
            NamedFile report = api.report(new ExperimentFinder(api).experiment(id), wanted.id());
            if (STANDARD_OUTPUT.equals(output)) {
                terminal.out().print(report.text());
                terminal.out().flush();
            } else {
                save(report, Path.of(output == null ? report.name() : output));
            }
            return ExitCode.OK;
        });
    }

    private Format wanted() {
        if (format != null) {
            return format;
        }
        return switch (output == null ? "" : FileEnding.of(Path.of(output))) {
            case "", "html", "htm" -> Format.HTML;
            case "md", "markdown" -> Format.MARKDOWN;
            default -> throw FileEnding.refused(output, "a report", "html", "htm", "md", "markdown");
        };
    }

    private void save(NamedFile report, Path file) {
        try {
            Files.write(file, report.content());
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "cannot write %s: %s".formatted(file, e), e);
        }
        terminal.line("Saved " + file);
    }
}
