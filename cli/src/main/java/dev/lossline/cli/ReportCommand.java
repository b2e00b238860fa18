package dev.lossline.cli;

import dev.lossline.cli.Api.Document;
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
        description = "Saves an experiment's report: results, curves, confusion matrix, and how to repeat it.",
        footer = {"", "The HTML needs nothing else: it can be sent, printed and kept."})
final class ReportCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    private final Settings settings;
    private final Terminal terminal;

    /** The forms that a report comes in. */
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
            description = "html or markdown; without it, what the file's name ends with, else html.")
    private Format format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to save it; - for standard output. Without it, a name of the experiment's, here.")
    private String output;

    ReportCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Connection(settings).use(api -> {
            Document report = api.report(new ExperimentFinder(api).experiment(id), wanted().id());
            if (STANDARD_OUTPUT.equals(output)) {
                terminal.out().print(report.content());
                terminal.out().flush();
            } else {
                save(report, Path.of(output == null ? report.fileName() : output));
            }
            return ExitCode.FINE;
        });
    }

    private Format wanted() {
        if (format != null) {
            return format;
        }
        return output != null && output.toLowerCase(Locale.ROOT).matches(".*\\.(md|markdown)")
                ? Format.MARKDOWN
                : Format.HTML;
    }

    private void save(Document report, Path file) {
        try {
            Files.writeString(file, report.content());
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "cannot write %s: %s".formatted(file, e), e);
        }
        terminal.line("Saved as " + file);
    }
}
