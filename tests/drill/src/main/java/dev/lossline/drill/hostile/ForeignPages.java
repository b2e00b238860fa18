package dev.lossline.drill.hostile;

import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.browser.AttackReport;
import dev.lossline.drill.browser.AttackServer;
import dev.lossline.drill.browser.Chromium;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.results.SubmittedExperiment;
import dev.lossline.stack.Service;
import dev.lossline.stack.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * Opens pages of other sites in a real browser. They try to read, submit and cancel, and must not succeed. With its
 * origin allowed, the same page succeeds, which shows that the attacks are real.
 */
public final class ForeignPages {
    private static final String FOREIGN = "evil.example";
    private static final String REBOUND_HOST = "rebound.example";
    private static final Duration PAGE_TIMEOUT = Duration.ofMinutes(3);

    private final DrillContext context;
    private final DrillStack stack;
    private final String yaml;
    private int visits;

    /** @param yaml an experiment that the pages try to submit */
    public ForeignPages(DrillContext context, DrillStack stack, String yaml) {
        this.context = context;
        this.stack = stack;
        this.yaml = yaml;
    }

    public void check(Outcome outcome) throws InterruptedException {
        Optional<Path> browser = Chromium.find();
        if (browser.isEmpty()) {
            outcome.measured(
                    "attacks by pages in a browser", "skipped: no Chromium on the PATH (apt install chromium)");
            return;
        }
        try (AttackServer server = new AttackServer(stack.orchestrator().port())) {
            attack(browser.get(), server, outcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void attack(Path browser, AttackServer server, Outcome outcome) throws IOException, InterruptedException {
        // Waits for a trainer that does not exist, so there is something to cancel.
        String victim = SubmittedExperiment.submit(context, stack, yaml + "device: gpu\n")
                .id()
                .toString();
        int orchestrator = stack.orchestrator().port();
        String api = "http://127.0.0.1:" + orchestrator;
        Map<String, String> pages = Map.of(
                "http://%s:%d".formatted(FOREIGN, server.port()),
                api,
                "http://127.0.0.1:" + server.port(),
                api,
                "http://%s:%d".formatted(REBOUND_HOST, orchestrator),
                "");
        Map<TopicPartition, Long> before = ends();
        Set<String> read = new TreeSet<>();
        int attempts = 0;
        for (Map.Entry<String, String> page : pages.entrySet()) {
            AttackReport report = visit(browser, server, page.getKey(), page.getValue(), victim);
            attempts += report.attempted().size();
            report.read().forEach(attempt -> read.add(attempt + " from " + page.getKey()));
        }
        outcome.check(
                "in Chromium, pages from another site, another port and after DNS rebinding read nothing",
                read.isEmpty() && attempts > 0,
                read.isEmpty() ? "0 of %d attempts".formatted(attempts) : read.toString());
        outcome.check(
                "and submit and cancel nothing", moved(before) == 0, "%d partitions moved".formatted(moved(before)));
        allowed(browser, server, victim, outcome);
    }

    /** Opens the same page from an allowed origin. */
    private void allowed(Path browser, AttackServer server, String victim, Outcome outcome)
            throws IOException, InterruptedException {
        String page = "http://%s:%d".formatted(FOREIGN, server.port());
        restart(page);
        Map<TopicPartition, Long> before = ends();
        AttackReport report = visit(
                browser,
                server,
                page,
                "http://127.0.0.1:" + stack.orchestrator().port(),
                victim);
        outcome.check(
                "once its origin is allowed, the same page reads, submits and cancels",
                report.read()
                                .containsAll(Set.of(
                                        "read with fetch",
                                        "follow the events",
                                        "submit with fetch, YAML",
                                        "cancel with fetch"))
                        && moved(before) > 0,
                "%d of %d attempts"
                        .formatted(report.read().size(), report.attempted().size()));
        restart("");
    }

    private AttackReport visit(Path browser, AttackServer server, String page, String target, String victim)
            throws IOException, InterruptedException {
        context.step("visiting " + page);
        server.serve(target, victim, yaml);
        Path directory = Files.createDirectories(context.directory().resolve("browser-" + ++visits));
        String names = "MAP %s 127.0.0.1,MAP %s 127.0.0.1:%d".formatted(FOREIGN, REBOUND_HOST, server.port());
        try (Chromium chromium = Chromium.open(browser, page + "/attack", names, directory)) {
            return server.report(PAGE_TIMEOUT)
                    .orElseThrow(() -> new IllegalStateException("the page %s reported nothing within %d s; see %s"
                            .formatted(page, PAGE_TIMEOUT.toSeconds(), directory)));
        }
    }

    private void restart(String origin) throws InterruptedException {
        stack.orchestrator().stop(StopSignal.TERM);
        stack.change(plan -> plan.with(Service.ORCHESTRATOR, "LOSSLINE_ALLOWED_ORIGINS", origin));
        stack.orchestrator().start();
    }

    private Map<TopicPartition, Long> ends() {
        return stack.log().ends(Topic.ALL);
    }

    private long moved(Map<TopicPartition, Long> before) {
        return ends().entrySet().stream()
                .filter(end -> !end.getValue().equals(before.get(end.getKey())))
                .count();
    }
}
