package dev.lossline.orchestrator.report;

import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.orchestrator.api.DownloadName;
import dev.lossline.orchestrator.results.ProvenanceStore.Provenance;
import dev.lossline.specification.reader.SpecificationYaml;
import io.quarkus.qute.RawString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as text for the templates, which compute nothing. Public because the templates' generated code reads it.
 *
 * @param status a sentence with the state and its start
 * @param at when the report was generated
 * @param facts the key facts
 * @param comparison published and measured values; null if nothing was published
 * @param confusion the confusion matrix of the best trial; null before a trial is evaluated
 * @param yaml the specification; {@code fencedYaml} is the same in Markdown
 * @param file the file name for the specification
 */
public record ReportView(
        String id,
        String name,
        String state,
        String notice,
        String status,
        String at,
        List<Fact> facts,
        ReportTable trials,
        String trialsNote,
        ReportTable comparison,
        String source,
        ReportConfusion confusion,
        String yaml,
        RawString fencedYaml,
        String file,
        String seeds,
        ReportTable provenance,
        List<String> datasetHashes,
        String modelSha256,
        String weightsSha256) {
    private static final Pattern FENCE = Pattern.compile("`+");

    /** A named value. */
    public record Fact(String name, String value) {}

    static ReportView of(Report report) {
        ExperimentRepresentation experiment = report.experiment();
        String yaml = SpecificationYaml.of(experiment.specification()).stripTrailing();
        int left = experiment.trials().total() - report.trials().size();
        return new ReportView(
                experiment.id().toString(),
                experiment.name(),
                experiment.state().id(),
                experiment.notice(),
                status(report),
                ReportFormats.time(report.at()),
                facts(report),
                ReportTables.trials(report),
                left == 0
                        ? null
                        : "%s more trials are not listed; ./lossline export %s --csv exports all."
                                .formatted(ReportFormats.count(left), experiment.id()),
                ReportTables.comparison(report),
                experiment.specification().reference() == null
                        ? null
                        : experiment.specification().reference().source(),
                report.best()
                        .map(best -> ReportConfusion.of(best, experiment.specification()))
                        .orElse(null),
                yaml,
                fenced(yaml),
                DownloadName.slug(experiment.name()) + ".yaml",
                experiment.specification().seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                ReportTables.provenance(report.provenances()),
                report.provenances().stream()
                        .map(Provenance::datasetSha256)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                report.best().map(best -> best.modelSha256()).orElse(null),
                report.best().map(best -> best.weightsSha256()).orElse(null));
    }

    /** The status sentence: with the end time if the experiment has ended, otherwise with the time of the report. */
    private static String status(Report report) {
        ExperimentRepresentation experiment = report.experiment();
        String state = experiment.state().id();
        String name = state.substring(0, 1).toUpperCase(Locale.ROOT) + state.substring(1);
        return experiment.state().isFinal() && experiment.finishedAt() != null
                ? "%s on %s.".formatted(name, ReportFormats.time(experiment.finishedAt()))
                : "%s as of %s.".formatted(name, ReportFormats.time(report.at()));
    }

    private static List<Fact> facts(Report report) {
        ExperimentRepresentation experiment = report.experiment();
        List<Fact> facts = new ArrayList<>();
        if (experiment.bestAccuracy() != null) {
            facts.add(new Fact(
                    "best test accuracy, trial " + experiment.bestTrial().number(),
                    ReportFormats.percent(experiment.bestAccuracy())));
        }
        facts.add(new Fact("trials", trials(experiment)));
        facts.add(new Fact("epochs trained", ReportFormats.percent(experiment.progress())));
        report.trials().stream()
                .map(TrialRepresentation::trainingLoss)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(loss -> facts.add(new Fact("lowest training loss", ReportFormats.loss(loss))));
        facts.add(new Fact("submitted", ReportFormats.time(experiment.submittedAt())));
        if (experiment.finishedAt() != null) {
            facts.add(new Fact("finished", ReportFormats.time(experiment.finishedAt())));
        }
        if (experiment.startedAt() != null) {
            Instant end = experiment.finishedAt() == null ? report.at() : experiment.finishedAt();
            facts.add(new Fact(
                    experiment.finishedAt() == null ? "running for" : "took",
                    ReportFormats.duration(Duration.between(experiment.startedAt(), end))));
        }
        return facts;
    }

    private static String trials(ExperimentRepresentation experiment) {
        ExperimentRepresentation.TrialCounts counts = experiment.trials();
        String states = Stream.of(
                        state(counts.completed(), "completed", counts.total()),
                        state(counts.running(), "running", 0),
                        state(counts.queued(), "queued", 0),
                        state(counts.paused(), "paused", 0),
                        state(counts.failed(), "failed", 0),
                        state(counts.cancelled(), "cancelled", 0))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return ReportFormats.count(counts.total()) + (states.isEmpty() ? "" : ": " + states);
    }

    private static String state(int count, String name, int unsaid) {
        return count == 0 || count == unsaid ? "" : ReportFormats.count(count) + " " + name;
    }

    private static RawString fenced(String yaml) {
        int longest = FENCE.matcher(yaml)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        return new RawString(fence + "yaml\n" + yaml + "\n" + fence);
    }
}
