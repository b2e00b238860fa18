package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Api;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Findings;
import dev.lossline.drill.harness.ListeningSockets;
import dev.lossline.drill.harness.Memory;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.hostile.Bombs;
import dev.lossline.drill.hostile.ForeignPages;
import dev.lossline.drill.hostile.ForeignRequests;
import dev.lossline.drill.hostile.Fuzzing;
import dev.lossline.drill.hostile.HostileRequest;
import dev.lossline.drill.hostile.LatencyProbe;
import dev.lossline.drill.hostile.OpenApi;
import dev.lossline.drill.hostile.RawHttp;
import dev.lossline.drill.hostile.RequestGenerator;
import dev.lossline.drill.hostile.SlowClients;
import dev.lossline.drill.hostile.Tricks;
import dev.lossline.drill.results.SubmittedExperiment;
import dev.lossline.stack.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Clients that send invalid, foreign, slow, endless and very many requests. */
final class HostileClients implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration ORDINARY = Duration.ofSeconds(2);
    private static final Duration SETTLED = Duration.ofMinutes(1);
    private static final int MOST_HEAP_GROWTH = 48;
    private static final int MOST_RESIDENT = 640;
    private static final int OVERSIZED = 3 << 20;
    private static final String YAML = """
        name: hostile-clients
        model: { hidden: [] }
        training: { epochs: %d, optimizer: { learningRate: 0.1 } }
        """;

    @Override
    public String name() {
        return "hostile-clients";
    }

    @Override
    public String sentence() {
        return "broken requests of every kind, slow clients, pages of other sites: no 5xx, no growth, nothing read or"
                + " changed";
    }

    @Override
    public Findings run(DrillContext context) throws InterruptedException {
        try (DrillStack stack = context.start(StackPlan.withTrainers(1))) {
            SubmittedExperiment experiment =
                    SubmittedExperiment.submit(context, stack, YAML.formatted(context.choose(100, 10)));
            experiment.awaitFinished(DEADLINE);
            List<String> open = openToOthers(stack);
            // What slips through is not to be trained.
            stack.trainers().getFirst().stop(StopSignal.TERM);
            OpenApi api = OpenApi.from(get(stack, "/q/openapi?format=json").json());
            RequestGenerator.Known known = known(stack, experiment);
            RequestGenerator generator = new RequestGenerator(api, known, context.random());
            Fuzzing fuzzing = new Fuzzing(stack.orchestrator().port());
            context.step("warming up");
            fuzzing.send(generator, 300);
            Memory before = Memory.of(stack.orchestrator());
            Findings findings;
            try (LatencyProbe probe = new LatencyProbe(stack.api())) {
                attack(context, stack, fuzzing, generator, known);
                findings = Findings.after(harm(context, api, fuzzing));
                context.step("slow clients");
                slowClients(context, stack, known, findings);
                probe.close();
                answered(findings, fuzzing, probe);
            }
            context.step("waiting for memory to be given back");
            memory(findings, before, settled(stack, before));
            findings.check(
                    "all five processes listen on loopback alone",
                    open.isEmpty(),
                    open.isEmpty() ? "5 of 5" : open.toString());
            context.step("requests of other sites");
            new ForeignRequests(stack, api, known).check(findings);
            new ForeignPages(context, stack, known.yaml()).check(findings);
            context.step("writing without the token");
            new GuardedWrites(stack, api, known).check(findings);
            return findings;
        }
    }

    private static String harm(DrillContext context, OpenApi api, Fuzzing fuzzing) {
        return "%d requests made of %d operations of the OpenAPI document with seed %d, with bombs, tricks and bodies of %d MB, then slow clients"
                .formatted(fuzzing.sent(), api.operations().size(), context.seed(), OVERSIZED >> 20);
    }

    private static void attack(
            DrillContext context,
            DrillStack stack,
            Fuzzing fuzzing,
            RequestGenerator generator,
            RequestGenerator.Known known)
            throws InterruptedException {
        context.step("sending bombs and tricks");
        List<HostileRequest> special = new ArrayList<>(Bombs.all());
        special.addAll(Bombs.oversized(OVERSIZED));
        special.addAll(Tricks.paths());
        special.addAll(Tricks.headers(known.experiment()));
        fuzzing.send(special);
        int requests = context.choose(20_000, 3_000);
        context.step("sending %d requests".formatted(requests));
        fuzzing.send(generator, requests);
        if (!stack.orchestrator().isAlive()) {
            throw new IllegalStateException("the orchestrator has ended");
        }
    }

    private static void slowClients(
            DrillContext context, DrillStack stack, RequestGenerator.Known known, Findings findings)
            throws InterruptedException {
        int many = context.choose(300, 150);
        Duration patience = context.choose(Duration.ofSeconds(90), Duration.ofSeconds(45));
        try (SlowClients slow = new SlowClients(stack.orchestrator().port())) {
            slow.dribbleHeaders(many);
            slow.dribbleBodies(many);
            int dribbling = slow.size();
            try (SlowClients deaf = new SlowClients(stack.orchestrator().port())) {
                deaf.neverRead(many, known.experiment());
                deaf.pipeline(many / 10, "/api/experiments/" + known.experiment() + "/trials");
                boolean dropped = Await.within(patience, () -> {
                    slow.drip();
                    deaf.drip();
                    return slow.size() == 0;
                });
                findings.check(
                        "clients that dribble are cut off within %d s".formatted(patience.toSeconds()),
                        dropped,
                        "%d of %d, %d refused".formatted(dribbling - slow.size(), dribbling, slow.refused()));
            }
        }
        try {
            findings.check(
                    "then a stream of events can be opened again",
                    Await.within(ORDINARY.multipliedBy(10), () -> streams(stack, known)),
                    "after %d that nobody read".formatted(many));
        } catch (IllegalStateException e) {
            findings.check("then a stream of events can be opened again", false, e.getMessage());
        }
    }

    private static boolean streams(DrillStack stack, RequestGenerator.Known known) {
        return new RawHttp(stack.orchestrator().port(), ORDINARY)
                .exchange(HostileRequest.get("/api/experiments/" + known.experiment() + "/events"))
                .filter(answer -> answer.status() == 200)
                .isPresent();
    }

    private static void answered(Findings findings, Fuzzing fuzzing, LatencyProbe probe) {
        List<String> faults = fuzzing.faults();
        findings.check(
                "no 5xx (503 only as a problem), every error a problem without insides, none unanswered",
                faults.isEmpty(),
                faults.isEmpty()
                        ? "%d answers %s".formatted(fuzzing.sent(), fuzzing.statuses())
                        : "%d faults: %s"
                                .formatted(
                                        faults.size(), faults.stream().limit(12).toList()));
        findings.check(
                "ordinary requests are answered meanwhile, 99 of 100 within %d s".formatted(ORDINARY.toSeconds()),
                probe.failed().isEmpty() && probe.p99().compareTo(ORDINARY) <= 0,
                "%d of %d, p99 %d ms%s"
                        .formatted(
                                probe.asked() - probe.failed().size(),
                                probe.asked(),
                                probe.p99().toMillis(),
                                probe.failed().isEmpty()
                                        ? ""
                                        : " "
                                                + probe.failed().stream()
                                                        .distinct()
                                                        .limit(3)
                                                        .toList()));
        findings.figure("slowest answer", fuzzing.slowest().toMillis() + " ms");
    }

    /** Connections that were cut off are let go within a minute; what is held then is held for ever. */
    private static Memory settled(DrillStack stack, Memory before) throws InterruptedException {
        List<Memory> seen = new ArrayList<>();
        Await.within(SETTLED, () -> {
            seen.add(Memory.of(stack.orchestrator()));
            return seen.getLast().heapMebibytes() - before.heapMebibytes() <= MOST_HEAP_GROWTH;
        });
        return seen.getLast();
    }

    private static void memory(Findings findings, Memory before, Memory after) {
        findings.check(
                "heap after a collection grows by at most %d MiB".formatted(MOST_HEAP_GROWTH),
                after.heapMebibytes() - before.heapMebibytes() <= MOST_HEAP_GROWTH,
                "%d → %d MiB".formatted(before.heapMebibytes(), after.heapMebibytes()));
        findings.check(
                "memory in RAM stays below %d MiB".formatted(MOST_RESIDENT),
                after.resident() > 0 && after.residentMebibytes() < MOST_RESIDENT,
                "%d → %d MiB".formatted(before.residentMebibytes(), after.residentMebibytes()));
    }

    private static List<String> openToOthers(DrillStack stack) {
        if (!ListeningSockets.canBeRead()) {
            return List.of("unknown: there is no /proc/net/tcp here");
        }
        return Stream.concat(
                        Stream.of(stack.broker(), stack.postgres(), stack.orchestrator(), stack.evaluator()),
                        stack.trainers().stream())
                .flatMap(process -> faults(process).stream())
                .toList();
    }

    private static List<String> faults(StackProcess process) {
        List<ListeningSockets.Socket> sockets = ListeningSockets.of(process.pid());
        return sockets.isEmpty()
                ? List.of(process.name() + " seems to listen nowhere")
                : sockets.stream()
                        .filter(socket -> !socket.isLoopback())
                        .map(socket -> "%s on %s port %d".formatted(process.name(), socket.address(), socket.port()))
                        .toList();
    }

    private static RequestGenerator.Known known(DrillStack stack, SubmittedExperiment experiment)
            throws InterruptedException {
        String id = experiment.id().toString();
        return new RequestGenerator.Known(
                id, get(stack, "/api/experiments/" + id).json().path("specification"), YAML.formatted(2));
    }

    private static Api.Answer get(DrillStack stack, String path) throws InterruptedException {
        try {
            return stack.api().get(path);
        } catch (IOException e) {
            throw new IllegalStateException("the orchestrator does not answer: " + e, e);
        }
    }
}
