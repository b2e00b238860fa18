package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.api.ExperimentDocument;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.study.Study;
import dev.lossline.cli.study.StudyPart;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.ConfusionTable;
import dev.lossline.cli.view.Watcher;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.api.PreviewRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.State;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialSpecification;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reproduces the published study. */
@Command(
        name = "reproduce",
        description = "Runs the study in experiments/part-*.yaml and compares published with measured results.",
        footer = {"", "After Ctrl-C it continues in the background; run reproduce again to return to it."})
final class ReproduceCommand implements Callable<Integer> {
    private static final String NAME = "study";

    private final Settings settings;
    private final Terminal terminal;

    @Option(names = "--again", description = "Train again, even if results of the study exist.")
    private boolean again;

    @Option(names = "--gpu", description = "Also train on the GPU; requires a running GPU trainer.")
    private boolean gpu;

    ReproduceCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (settings.url().isEmpty()) {
            new UpCommand(settings, terminal).start();
        }
        return new Connection(settings).use(api -> {
            List<StudyPart> parts = parts(api);
            Study study = new Study(
                    NAME, parts.stream().flatMap(part -> part.trials().stream()).toList());
            UUID id = find(api, study).orElse(null);
            if (id == null) {
                id = api.submit(study.document());
                terminal.line("Study of %d trials, submitted as %s"
                        .formatted(study.trials().size(), id));
            }
            Watcher.Outcome outcome = watch(api, id);
            report(api, parts, outcome);
            return outcome.experiment().state() == State.COMPLETED ? ExitCode.OK : ExitCode.FAILED;
        });
    }

    private Watcher.Outcome watch(Api api, UUID id) throws InterruptedException {
        try {
            return new Watcher(api, terminal).watch(id);
        } catch (InterruptedException e) {
            terminal.line("The study continues in the background; return to it with ./lossline reproduce");
            throw e;
        }
    }

    private List<StudyPart> parts(Api api) throws InterruptedException {
        List<StudyPart> parts = new ArrayList<>();
        for (Path file : files()) {
            PreviewRepresentation preview = api.preview(ExperimentDocument.read(file.toString()));
            StudyPart part = new StudyPart(preview.specification(), preview.trials());
            parts.add(gpu ? part : part.without(Device.GPU));
        }
        if (parts.isEmpty()) {
            throw new CliException(ExitCode.FAILED, "no part-*.yaml found in " + settings.experiments());
        }
        return parts;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(settings.experiments(), "part-*.yaml")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "cannot read " + settings.experiments() + ": " + e, e);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /** The newest study that has all these trials and was neither cancelled nor failed. */
    private Optional<UUID> find(Api api, Study study) throws InterruptedException {
        if (again) {
            return Optional.empty();
        }
        Map<String, String> named = Map.of("name", NAME, "state", "queued,running,paused,completed", "limit", "1000");
        for (ExperimentSummaryRepresentation candidate : api.experiments(named).experiments()) {
            if (!candidate.name().equals(NAME)) {
                continue;
            }
            boolean whole = api.trials(candidate.id()).stream()
                    .map(TrialRepresentation::specification)
                    .collect(Collectors.toSet())
                    .containsAll(study.trials());
            if (whole) {
                terminal.line("Study of %s, %s (train again with --again)"
                        .formatted(candidate.submittedAt(), candidate.state().id()));
                return Optional.of(candidate.id());
            }
        }
        return Optional.empty();
    }

    private void report(Api api, List<StudyPart> parts, Watcher.Outcome outcome) throws InterruptedException {
        Map<TrialSpecification, TrialRepresentation> measured = outcome.trials().stream()
                .collect(Collectors.toMap(TrialRepresentation::specification, Function.identity()));
        for (StudyPart part : parts) {
            terminal.line("");
            terminal.line(terminal.styled(Style.BOLD, part.specification().name()));
            part.lines(measured, terminal.live()).forEach(terminal::line);
            if (part.uses(Device.GPU) && !gpu) {
                terminal.line("GPU results are omitted: no GPU trainer is running. Start one and pass --gpu.");
            }
            if (part.specification().name().contains("confusion")) {
                confusion(api, part.trials().stream().map(measured::get));
            }
        }
        terminal.line("");
        terminal.line("Accuracy is measured on the test split. Published values are in experiments/part-*.yaml.");
    }

    private void confusion(Api api, Stream<TrialRepresentation> trials) throws InterruptedException {
        for (TrialRepresentation trial :
                trials.filter(t -> t.testAccuracy() != null).toList()) {
            terminal.line("");
            new ConfusionTable(api.evaluation(trial.id()))
                    .lines(terminal.live())
                    .forEach(terminal::line);
        }
    }
}
