package dev.lossline.bench.start;

import dev.lossline.bench.harness.Spread;
import dev.lossline.stack.Service;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Renders the results of a run as Markdown, a section of docs/performance.md.
 *
 * @param commands the milliseconds of each {@code ./lossline submit}
 */
record StartReport(List<ServiceStart> starts, List<Latencies> latencies, List<Double> commands, List<LoadRun> loads) {
    /** The seconds within which each service, started alone from its archive, must be ready. */
    static final double READY_GOAL = 2;

    /** The maximum milliseconds from the request of a trial to its first batch. */
    static final double BATCH_GOAL = 300;

    /** The maximum ratio of processor time per epoch with a second trial and a busy broker. Spinning threads would double it. */
    static final double CPU_GOAL = 1.25;

    private static final double MIB = 1 << 20;

    /** Whether every goal is met. */
    boolean met() {
        return readyMet() && batchMet() && cpuMet();
    }

    String render(String machine, String date) {
        StringBuilder text = new StringBuilder();
        text.append("## Start and latency\n\n");
        text.append("Written by `./lossline bench start` on %s: %s, Java %s.\n"
                .formatted(date, machine, Runtime.version()));
        text.append("Medians, with the range in parentheses.\n\n");
        text.append("""
                ### Services

                From the start of the process until it reports ready, with Kafka and PostgreSQL running. *Archive*: started from a
                [class archive](adr/0009-class-archives.md), like every start after the first. CPU: processor time used by then.
                MiB: resident memory at that point. Together: all three at once, as `./lossline up` does.

                | service | archive | seconds, alone | CPU seconds | MiB | seconds, together |
                | --- | --- | --- | --- | --- | --- |
                """);
        for (Service service : Service.values()) {
            for (boolean archived : new boolean[] {false, true}) {
                text.append("| %s | %s | %s | %s | %s | %s |\n"
                        .formatted(
                                service.title(),
                                archived ? "yes" : "no",
                                start(service, archived, false, "%.2f", ServiceStart::seconds),
                                start(service, archived, false, "%.2f", ServiceStart::cpuSeconds),
                                start(service, archived, false, "%.0f", s -> s.residentBytes() / MIB),
                                start(service, archived, true, "%.2f", ServiceStart::seconds)));
            }
        }
        text.append("\nGoal: each service, alone and from its archive, is ready in under %.0f s: %s.\n\n"
                .formatted(READY_GOAL, verdict(readyMet())));
        latencies(text);
        loads(text);
        return text.toString();
    }

    private void latencies(StringBuilder text) {
        text.append("""
                ### From a submission to its first epoch

                %d submissions of one MLP 128, one after the other, after one warm-up submission; milliseconds.

                | from | to | |
                | --- | --- | --- |
                """.formatted(latencies.size()));
        latency(text, "call", "API response", Latencies::answer);
        latency(text, "call", "trial requested", Latencies::dispatch);
        latency(text, "request", "trial taken and dataset loaded", Latencies::take);
        latency(text, "trial taken", "first batch", Latencies::prepare);
        latency(text, "first batch", "event of the first epoch", Latencies::epoch);
        latency(text, "**request**", "**first batch**", Latencies::requestToBatch);
        latency(text, "call", "event of the first epoch", Latencies::callToEpoch);
        text.append("| start of `./lossline submit` | its exit, with the id printed | %s |\n"
                .formatted(spread("%.0f", commands)));
        text.append("\nGoal: under %.0f ms from request to first batch: %s.\n\n"
                .formatted(BATCH_GOAL, verdict(batchMet())));
    }

    private void loads(StringBuilder text) {
        text.append("""
                ### Two trials with a busy broker

                One trainer, MLP 128, batch size 64. Busy: a producer publishes %,d messages of %d bytes per second. CPU: processor
                time of the whole trainer per epoch; spinning threads would double it.

                | concurrent trials | broker | seconds per epoch | CPU seconds per epoch | CPU relative to first row |
                | --- | --- | --- | --- | --- |
                """.formatted(NoiseProducer.MESSAGES_PER_SECOND, NoiseProducer.MESSAGE_BYTES));
        for (boolean busy : new boolean[] {false, true}) {
            for (int trials : new int[] {1, 2}) {
                Predicate<LoadRun> row = load -> load.busy() == busy && load.trials() == trials;
                text.append("| %d | %s | %s | %s | %s |\n"
                        .formatted(
                                trials,
                                busy ? "busy" : "idle",
                                spread("%.3f", values(loads, row, LoadRun::epochSeconds)),
                                spread("%.3f", values(loads, row, LoadRun::cpuSeconds)),
                                String.format(Locale.ROOT, "%.2f×", cpu(row) / idle())));
            }
        }
        text.append(String.format(
                Locale.ROOT,
                "%nGoal: two trials with a busy broker take at most %.2f times the processor time of one with an idle broker: %s.%n",
                CPU_GOAL,
                verdict(cpuMet())));
    }

    private boolean readyMet() {
        return List.of(Service.values()).stream()
                .allMatch(service -> Spread.of(values(
                                        starts,
                                        s -> s.service() == service && s.archived() && !s.together(),
                                        ServiceStart::seconds))
                                .median()
                        < READY_GOAL);
    }

    private boolean batchMet() {
        return Spread.of(values(latencies, latency -> true, Latencies::requestToBatch))
                        .median()
                < BATCH_GOAL;
    }

    private boolean cpuMet() {
        return cpu(load -> load.busy() && load.trials() == 2) <= CPU_GOAL * idle();
    }

    private double idle() {
        return cpu(load -> !load.busy() && load.trials() == 1);
    }

    private double cpu(Predicate<LoadRun> row) {
        return Spread.of(values(loads, row, LoadRun::cpuSeconds)).median();
    }

    private String start(
            Service service, boolean archived, boolean together, String format, ToDoubleFunction<ServiceStart> value) {
        return spread(
                format,
                values(
                        starts,
                        s -> s.service() == service && s.archived() == archived && s.together() == together,
                        value));
    }

    private void latency(StringBuilder text, String from, String to, ToDoubleFunction<Latencies> value) {
        text.append("| %s | %s | %s |\n"
                .formatted(from, to, spread("%.0f", values(latencies, latency -> true, value))));
    }

    private static <T> List<Double> values(List<T> of, Predicate<T> which, ToDoubleFunction<T> value) {
        return of.stream().filter(which).map(value::applyAsDouble).toList();
    }

    private static String spread(String format, List<Double> values) {
        Spread spread = Spread.of(values);
        return String.format(
                Locale.ROOT,
                "%1$s (%2$s–%2$s)".replace("%1$s", format).replace("%2$s", format),
                spread.median(),
                spread.min(),
                spread.max());
    }

    private static String verdict(boolean met) {
        return met ? "met" : "**not met**";
    }
}
