package dev.lossline.bench.scale;

import dev.lossline.bench.scale.TrialStatistics.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Renders the results of a simulation as Markdown, a section of docs/scaling.md. */
final class ScaleReport {
    private static final double KIB = 1024;

    private final ScalePlan plan;
    private final ScaleRun run;
    private final History history;
    private final TrialStatistics statistics;
    private final Window window;
    private final List<String> rows = new ArrayList<>();

    ScaleReport(ScalePlan plan, ScaleRun run, History history) {
        this.plan = plan;
        this.run = run;
        this.history = history;
        this.statistics = new TrialStatistics(history);
        this.window = statistics.waiting(run.connected());
    }

    /**
     * Renders the section.
     *
     * @param machine one line about the machine
     * @param date the date of the run, such as 2026-11-25
     */
    String render(String machine, String date) {
        rows.clear();
        queue();
        trainers();
        services();
        growth();
        return """
                ## Measured

                %s, %s; load average before the training %.1f, halfway %.1f, at the end %.1f. %,d slots in %d processes, \
                %,d trials in %d experiments: %s epochs of %s; lock %d s, renewed every %d s.

                | what | value |
                | --- | --- |
                %s
                """.formatted(
                        machine,
                        date,
                        run.samples().get(0).load(),
                        run.samples().get(1).load(),
                        run.samples().get(2).load(),
                        plan.totalSlots(),
                        plan.processes(),
                        plan.trials(),
                        plan.experiments(),
                        plan.epochs(),
                        seconds(plan.epoch()),
                        plan.lock().toSeconds(),
                        plan.renewal().toSeconds(),
                        String.join("\n", rows));
    }

    private void queue() {
        row("time until all trials were submitted, requested and recorded as queued", seconds(run.submission()));
        row(
                "time until all slots were connected, with the processes started one after the other",
                seconds(run.connection()));
        Instant begin = history.starts().stream()
                .map(History.Start::at)
                .min(Instant::compareTo)
                .orElseThrow();
        row(
                "first trial's start to last trial's end (if no slot were ever idle: %s)"
                        .formatted(seconds(plan.minimumDuration())),
                seconds(Duration.between(begin, statistics.end())));
        Window until = new Window(window.from(), earlier(run.killed(), window.to()));
        row(
                "idle share of slot time while trials were waiting, until the kill",
                percent(statistics.idle(until, plan.totalSlots() * until.seconds())));
        row("the same, until the last trial was taken", percent(statistics.idle(window, slotSeconds())));
    }

    private void trainers() {
        List<Duration> takeovers = statistics.takeovers(run.victim(), run.killed());
        row(
                "`kill -9` of %d slots: trials taken over by others; time until each started again"
                        .formatted(plan.slots()),
                "%d of %d; p50 %s, p90 %s, max %s"
                        .formatted(
                                takeovers.size(),
                                statistics.lost(run.victim(), run.killed()).size(),
                                seconds(TrialStatistics.quantile(takeovers, 0.5)),
                                seconds(TrialStatistics.quantile(takeovers, 0.9)),
                                seconds(TrialStatistics.quantile(takeovers, 1))));
        row("trials started more than once", "%,d".formatted(startedAgain()));
        Map<String, Long> taken = statistics.taken(window, run.victim());
        row(
                "fairness between surviving trainers: Jain's index of the trials each took while trials were waiting",
                String.format(Locale.ROOT, "%.4f", TrialStatistics.jain(taken.values())));
        List<Duration> waits = statistics.waits(run.submitted());
        row(
                "fairness between experiments: submission to first trial's start",
                "min %s, median %s, max %s"
                        .formatted(
                                seconds(waits.getFirst()),
                                seconds(TrialStatistics.quantile(waits, 0.5)),
                                seconds(waits.getLast())));
        row(
                "the same for a small experiment submitted halfway through",
                seconds(statistics
                        .waits(Map.of(run.late().id(), run.late().at()))
                        .getFirst()));
    }

    private void services() {
        TrialStatistics.Rate rate = statistics.events(window);
        row("training events per second: mean, peak", "%.0f, %.0f".formatted(rate.mean(), rate.peak()));
        row("delay from event to row: highest p99", "%.2f s".formatted(run.worstDelay()));
        row(
                "last trial's end until everything was evaluated and recorded",
                seconds(Duration.between(statistics.end(), run.end())));
        Sample before = run.samples().get(0);
        Sample middle = run.samples().get(1);
        for (String name : List.of("kafka", "postgres", "orchestrator", "evaluator")) {
            row(
                    name + ": cores, memory",
                    "%.2f, %.0f MiB".formatted(middle.cores(before, name), mebibytes(middle, name)));
        }
        List<String> names = middle.processes().keySet().stream()
                .filter(name -> name.startsWith("trainer-"))
                .toList();
        row(
                "trainers: total cores; memory and threads per slot",
                "%.2f; %.2f MiB, %.1f"
                        .formatted(
                                names.stream()
                                        .mapToDouble(name -> middle.cores(before, name))
                                        .sum(),
                                names.stream()
                                                .mapToDouble(name -> mebibytes(middle, name))
                                                .sum()
                                        / plan.totalSlots(),
                                names.stream()
                                                .mapToDouble(name -> middle.processes()
                                                        .get(name)
                                                        .threads())
                                                .sum()
                                        / plan.totalSlots()));
    }

    private void growth() {
        Growth empty = run.growth().getFirst();
        Growth full = run.growth().getLast();
        double trials = history.ends().size();
        row(
                "PostgreSQL: bytes per epoch, including the index",
                "%.0f"
                        .formatted((full.table("epoch") - empty.table("epoch"))
                                / (double) history.epochs().size()));
        row(
                "PostgreSQL: KiB per trial without epochs and model; with the model",
                "%.1f; %.1f"
                        .formatted(
                                (full.tablesWithout("epoch") - full.table("model")) / trials / KIB,
                                full.tablesWithout("epoch") / trials / KIB));
        Map<String, Long> topics = new TreeMap<>(full.topics());
        topics.keySet().removeIf(topic -> !topic.startsWith("lossline.") && !topic.equals("__share_group_state"));
        topics.forEach(
                (topic, bytes) -> row("Kafka: `" + topic + "`, KiB per trial", "%.2f".formatted(bytes / trials / KIB)));
    }

    private long startedAgain() {
        return history.starts().stream()
                .collect(Collectors.groupingBy(History.Start::trial, Collectors.counting()))
                .values()
                .stream()
                .filter(times -> times > 1)
                .count();
    }

    private double slotSeconds() {
        double all = window.seconds() * (plan.totalSlots() - plan.slots());
        Instant killed = earlier(run.killed(), window.to());
        return all
                + plan.slots()
                        * Math.max(0, Duration.between(window.from(), killed).toMillis() / 1000.0);
    }

    private void row(String what, String value) {
        rows.add("| " + what + " | " + value + " |");
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static double mebibytes(Sample sample, String name) {
        return sample.processes().get(name).residentBytes() / KIB / KIB;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
