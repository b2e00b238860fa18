package dev.lossline.bench.scale;

import dev.lossline.bench.scale.Figures.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The figures of a simulation as a table for people. */
final class ScaleReport {
    private static final double KIB = 1024;

    private final ScalePlan plan;
    private final ScaleRun run;
    private final History history;
    private final Figures figures;
    private final Window window;
    private final List<String> rows = new ArrayList<>();

    ScaleReport(ScalePlan plan, ScaleRun run, History history) {
        this.plan = plan;
        this.run = run;
        this.history = history;
        this.figures = new Figures(history);
        this.window = figures.waiting(run.connected());
    }

    /**
     * Markdown that begins with a heading of the second level.
     *
     * @param machine a line about it
     * @param date such as 2026-11-25
     */
    String render(String machine, String date) {
        rows.clear();
        queue();
        trainers();
        services();
        growth();
        return """
                ## Measured

                %s, %s; load before the training %.1f, at its middle %.1f, at its end %.1f. %,d slots in %d processes, \
                %,d trials in %d experiments: %s epochs of %s; lock %d s, renewed every %d s.

                | what | figure |
                | --- | --- |
                %s
                """.formatted(
                        machine,
                        date,
                        run.samples().get(0).load(),
                        run.samples().get(1).load(),
                        run.samples().get(2).load(),
                        plan.allSlots(),
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
        row("all trials submitted, requested and recorded as queued after", seconds(run.submission()));
        row("all slots at the queue, the processes started one after the other", seconds(run.connection()));
        Instant begin = history.starts().stream()
                .map(History.Start::at)
                .min(Instant::compareTo)
                .orElseThrow();
        row(
                "from the first trial's start to the last one's end (with no slot ever idle: %s)"
                        .formatted(seconds(plan.least())),
                seconds(Duration.between(begin, figures.end())));
        Window until = new Window(window.from(), earlier(run.killed(), window.to()));
        row(
                "share of slots' time in which nothing was trained, while trials waited, from then to the kill",
                percent(figures.idle(until, plan.allSlots() * until.seconds())));
        row("the same, until the last trial was taken", percent(figures.idle(window, slotSeconds())));
    }

    private void trainers() {
        List<Duration> takeovers = figures.takeovers(run.victim(), run.killed());
        row(
                "`kill -9` of %d slots: trials that they had and another took, of all that they had; until it started each"
                        .formatted(plan.slots()),
                "%d of %d; p50 %s, p90 %s, longest %s"
                        .formatted(
                                takeovers.size(),
                                figures.lost(run.victim(), run.killed()).size(),
                                seconds(Figures.quantile(takeovers, 0.5)),
                                seconds(Figures.quantile(takeovers, 0.9)),
                                seconds(Figures.quantile(takeovers, 1))));
        row("trials started more than once", "%,d".formatted(startedAgain()));
        Map<String, Long> taken = figures.taken(window, run.victim());
        row(
                "fairness between trainers that lived: Jain's index of the trials that each took in that time",
                String.format(Locale.ROOT, "%.4f", Figures.jain(taken.values())));
        List<Duration> waits = figures.waits(run.submitted());
        row(
                "fairness between experiments: from submission to the first trial's start",
                "first %s, median %s, last %s"
                        .formatted(
                                seconds(waits.getFirst()),
                                seconds(Figures.quantile(waits, 0.5)),
                                seconds(waits.getLast())));
        row(
                "the same of a small experiment, submitted at the middle",
                seconds(figures.waits(Map.of(run.late().id(), run.late().at())).getFirst()));
    }

    private void services() {
        Figures.Rate rate = figures.events(window);
        row("events of training a second: mean, most", "%.0f, %.0f".formatted(rate.mean(), rate.most()));
        row("from an event to its row, p99, the worst seen", "%.2f s".formatted(run.worstDelay()));
        row(
                "after the last trial's end, until all was evaluated and recorded",
                seconds(Duration.between(figures.end(), run.end())));
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
                "trainers: cores of all together, memory and threads a slot",
                "%.2f, %.2f MiB, %.1f"
                        .formatted(
                                names.stream()
                                        .mapToDouble(name -> middle.cores(before, name))
                                        .sum(),
                                names.stream()
                                                .mapToDouble(name -> mebibytes(middle, name))
                                                .sum()
                                        / plan.allSlots(),
                                names.stream()
                                                .mapToDouble(name -> middle.processes()
                                                        .get(name)
                                                        .threads())
                                                .sum()
                                        / plan.allSlots()));
    }

    private void growth() {
        Growth empty = run.growth().getFirst();
        Growth full = run.growth().getLast();
        double trials = history.ends().size();
        row(
                "PostgreSQL: bytes an epoch, with its index",
                "%.0f"
                        .formatted((full.table("epoch") - empty.table("epoch"))
                                / (double) history.epochs().size()));
        row(
                "PostgreSQL: KiB a trial without epochs and model; with its model",
                "%.1f; %.1f"
                        .formatted(
                                (full.tablesWithout("epoch") - full.table("model")) / trials / KIB,
                                full.tablesWithout("epoch") / trials / KIB));
        Map<String, Long> topics = new TreeMap<>(full.topics());
        topics.keySet().removeIf(topic -> !topic.startsWith("lossline.") && !topic.equals("__share_group_state"));
        topics.forEach(
                (topic, bytes) -> row("Kafka: `" + topic + "`, KiB a trial", "%.2f".formatted(bytes / trials / KIB)));
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
        double all = window.seconds() * (plan.allSlots() - plan.slots());
        Instant killed = earlier(run.killed(), window.to());
        return all
                + plan.slots()
                        * Math.max(0, Duration.between(window.from(), killed).toMillis() / 1000.0);
    }

    private void row(String what, String figure) {
        rows.add("| " + what + " | " + figure + " |");
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
