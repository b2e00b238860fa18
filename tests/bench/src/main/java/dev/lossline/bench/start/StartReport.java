package dev.lossline.bench.start;

import dev.lossline.bench.Spread;
import dev.lossline.stack.Service;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A run's results as Markdown: a part of docs/performance.md.
 *
 * @param commands milliseconds of each {@code ./lossline submit}
 */
record StartReport(List<ServiceStart> starts, List<Hops> hops, List<Double> commands, List<LoadRun> loads) {
    /** Seconds in which each service, started alone from its archive, is to be ready. */
    static final double READY_AIM = 2;

    /** Milliseconds from the request of a trial to its first batch. */
    static final double BATCH_AIM = 300;

    /** How much more processor time an epoch may take beside another trial and a busy broker: spinning takes twice. */
    static final double CPU_AIM = 1.25;

    private static final double MIB = 1 << 20;

    /** Whether each aim is met. */
    boolean met() {
        return readyMet() && batchMet() && cpuMet();
    }

    String render(String machine, String date) {
        StringBuilder text = new StringBuilder();
        text.append("## Start and latency\n\n");
        text.append("Written by `./lossline bench start` on %s: %s, Java %s.\n"
                .formatted(date, machine, Runtime.version()));
        text.append("Medians; least and most in brackets.\n\n");
        text.append("""
                ### Services

                From the start of the process until it says that it is ready, Kafka and PostgreSQL being up. *Archive*: started
                from a [class archive](adr/0009-class-archives.md), as every start after the first is. CPU: processor time until
                then; memory: in RAM then. Together: all three at once, as `./lossline up` does.

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
        text.append("\nAim: each, alone, from its archive, ready in under %.0f s: %s.\n\n"
                .formatted(READY_AIM, verdict(readyMet())));
        hops(text);
        loads(text);
        return text.toString();
    }

    private void hops(StringBuilder text) {
        text.append("""
                ### From a submission to its first epoch

                %d submissions of one MLP 128 after one that warms up, one after the other; milliseconds.

                | from | to | |
                | --- | --- | --- |
                """.formatted(hops.size()));
        hop(text, "the call", "the API's answer", Hops::answer);
        hop(text, "the call", "the trial is requested", Hops::dispatch);
        hop(text, "the request", "a trainer has it, and its dataset", Hops::take);
        hop(text, "there", "the first batch", Hops::prepare);
        hop(text, "the first batch", "the first epoch's event", Hops::epoch);
        hop(text, "**the request**", "**the first batch**", Hops::requestToBatch);
        hop(text, "the call", "the first epoch's event", Hops::callToEpoch);
        text.append(
                "| `./lossline submit` | its end, with the id printed | %s |\n".formatted(spread("%.0f", commands)));
        text.append(
                "\nAim: under %.0f ms from request to first batch: %s.\n\n".formatted(BATCH_AIM, verdict(batchMet())));
    }

    private void loads(StringBuilder text) {
        text.append("""
                ### Two trials beside a busy broker

                One trainer, MLP 128, batch 64. Busy: a producer publishes %,d messages of %d bytes a second meanwhile. CPU:
                processor time of the whole trainer an epoch; threads that spin would double it.

                | trials at once | broker | seconds an epoch | CPU seconds an epoch | CPU, to the first row |
                | --- | --- | --- | --- | --- |
                """.formatted(BusyBroker.MESSAGES_PER_SECOND, BusyBroker.MESSAGE_BYTES));
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
                "%nAim: two beside a busy broker take at most %.2f times the processor time of one alone: %s.%n",
                CPU_AIM,
                verdict(cpuMet())));
    }

    private boolean readyMet() {
        return List.of(Service.values()).stream()
                .allMatch(service -> Spread.of(values(
                                        starts,
                                        s -> s.service() == service && s.archived() && !s.together(),
                                        ServiceStart::seconds))
                                .median()
                        < READY_AIM);
    }

    private boolean batchMet() {
        return Spread.of(values(hops, hop -> true, Hops::requestToBatch)).median() < BATCH_AIM;
    }

    private boolean cpuMet() {
        return cpu(load -> load.busy() && load.trials() == 2) <= CPU_AIM * idle();
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

    private void hop(StringBuilder text, String from, String to, ToDoubleFunction<Hops> value) {
        text.append("| %s | %s | %s |\n".formatted(from, to, spread("%.0f", values(hops, hop -> true, value))));
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
                spread.least(),
                spread.most());
    }

    private static String verdict(boolean met) {
        return met ? "met" : "**not met**";
    }
}
