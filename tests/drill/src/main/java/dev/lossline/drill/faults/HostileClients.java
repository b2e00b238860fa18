package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Api;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.ListeningSockets;
import dev.lossline.drill.harness.Memory;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.hostile.CostlyDocuments;
import dev.lossline.drill.hostile.ForeignPages;
import dev.lossline.drill.hostile.ForeignRequests;
import dev.lossline.drill.hostile.Fuzzing;
import dev.lossline.drill.hostile.HostileRequest;
import dev.lossline.drill.hostile.HttpAttacks;
import dev.lossline.drill.hostile.LatencyProbe;
import dev.lossline.drill.hostile.OpenApi;
import dev.lossline.drill.hostile.RawHttp;
import dev.lossline.drill.hostile.RequestGenerator;
import dev.lossline.drill.hostile.SlowClients;
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
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SETTLE_TIMEOUT = Duration.ofMinutes(1);
    private static final int MAX_HEAP_GROWTH_MIB = 48;
    private static final int MAX_RESIDENT_MIB = 640;
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
        return "malformed requests, slow clients, requests from other sites: no 5xx, no memory growth, no data read or"
                + " changed";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        try (DrillStack stack = context.start(StackPlan.withTrainers(1))) {
            SubmittedExperiment experiment =
                    SubmittedExperiment.submit(context, stack, YAML.formatted(context.choose(100, 10)));
            experiment.awaitFinished(DEADLINE);
            List<String> open = openToOthers(stack);
            // Requests that are accepted must not start training.
            stack.trainers().getFirst().stop(StopSignal.TERM);
            OpenApi api = OpenApi.from(get(stack, "/q/openapi?format=json").json());
            RequestGenerator.Known known = known(stack, experiment);
            RequestGenerator generator = new RequestGenerator(api, known, context.random());
            Fuzzing fuzzing = new Fuzzing(stack.orchestrator().port());
            context.step("warming up");
            fuzzing.send(generator, 300);
            Memory before = Memory.of(stack.orchestrator());
            Outcome outcome;
            try (LatencyProbe probe = new LatencyProbe(stack.api())) {
                attack(context, stack, fuzzing, generator, known);
                outcome = Outcome.after(send(context, api, fuzzing));
                context.step("slow clients");
                slowClients(context, stack, known, outcome);
                probe.close();
                answered(outcome, fuzzing, probe);
            }
            context.step("waiting for memory to be released");
            memory(outcome, before, settled(stack, before));
            outcome.check(
                    "all five processes listen only on loopback",
                    open.isEmpty(),
                    open.isEmpty() ? "5 of 5" : open.toString());
            context.step("requests from other sites");
            new ForeignRequests(stack, api, known).check(outcome);
            new ForeignPages(context, stack, known.yaml()).check(outcome);
            context.step("writing without the token");
            new GuardedWrites(stack, api, known).check(outcome);
            return outcome;
        }
    }

    private static String send(DrillContext context, OpenApi api, Fuzzing fuzzing) {
        return "%d generated requests to %d operations of the OpenAPI document (seed %d), known attacks, bodies of %d MB, slow clients"
                .formatted(fuzzing.sent(), api.operations().size(), context.seed(), OVERSIZED >> 20);
    }

    private static void attack(
            DrillContext context,
            DrillStack stack,
            Fuzzing fuzzing,
            RequestGenerator generator,
            RequestGenerator.Known known)
            throws InterruptedException {
        context.step("sending known attacks");
        List<HostileRequest> special = new ArrayList<>(CostlyDocuments.all());
        special.addAll(CostlyDocuments.oversized(OVERSIZED));
        special.addAll(HttpAttacks.paths());
        special.addAll(HttpAttacks.headers(known.experiment()));
        fuzzing.send(special);
        int requests = context.choose(20_000, 3_000);
        context.step("sending %d requests".formatted(requests));
        fuzzing.send(generator, requests);
        if (!stack.orchestrator().isAlive()) {
            throw new IllegalStateException("the orchestrator exited");
        }
    }

    private static void slowClients(
            DrillContext context, DrillStack stack, RequestGenerator.Known known, Outcome outcome)
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
                outcome.check(
                        "slow clients are disconnected within %d s".formatted(patience.toSeconds()),
                        dropped,
                        "%d of %d, %d rejected".formatted(dribbling - slow.size(), dribbling, slow.refused()));
            }
        }
        try {
            outcome.check(
                    "an event stream can be opened afterwards",
                    Await.within(RESPONSE_TIMEOUT.multipliedBy(10), () -> streams(stack, known)),
                    "after %d unread streams".formatted(many));
        } catch (IllegalStateException e) {
            outcome.check("an event stream can be opened afterwards", false, e.getMessage());
        }
    }

    private static boolean streams(DrillStack stack, RequestGenerator.Known known) {
        return new RawHttp(stack.orchestrator().port(), RESPONSE_TIMEOUT)
                .exchange(HostileRequest.get("/api/experiments/" + known.experiment() + "/events"))
                .filter(answer -> answer.status() == 200)
                .isPresent();
    }

    private static void answered(Outcome outcome, Fuzzing fuzzing, LatencyProbe probe) {
        List<String> faults = fuzzing.faults();
        outcome.check(
                "every request gets a response: no 5xx except 503, every error a problem document without internal details",
                faults.isEmpty(),
                faults.isEmpty()
                        ? "%d responses %s".formatted(fuzzing.sent(), fuzzing.statuses())
                        : "%d faults: %s"
                                .formatted(
                                        faults.size(), faults.stream().limit(12).toList()));
        outcome.check(
                "normal requests succeed during the attack, 99 %% within %d s".formatted(RESPONSE_TIMEOUT.toSeconds()),
                probe.failed().isEmpty() && probe.p99().compareTo(RESPONSE_TIMEOUT) <= 0,
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
        outcome.measured("slowest response", fuzzing.slowest().toMillis() + " ms");
    }

    /** Connections that were cut off are let go within a minute; what is held then is held for ever. */
    private static Memory settled(DrillStack stack, Memory before) throws InterruptedException {
        List<Memory> seen = new ArrayList<>();
        Await.within(SETTLE_TIMEOUT, () -> {
            seen.add(Memory.of(stack.orchestrator()));
            return seen.getLast().heapMebibytes() - before.heapMebibytes() <= MAX_HEAP_GROWTH_MIB;
        });
        return seen.getLast();
    }

    private static void memory(Outcome outcome, Memory before, Memory after) {
        outcome.check(
                "heap after garbage collection grows by at most %d MiB".formatted(MAX_HEAP_GROWTH_MIB),
                after.heapMebibytes() - before.heapMebibytes() <= MAX_HEAP_GROWTH_MIB,
                "%d → %d MiB".formatted(before.heapMebibytes(), after.heapMebibytes()));
        outcome.check(
                "resident memory stays below %d MiB".formatted(MAX_RESIDENT_MIB),
                after.resident() > 0 && after.residentMebibytes() < MAX_RESIDENT_MIB,
                "%d → %d MiB".formatted(before.residentMebibytes(), after.residentMebibytes()));
    }

    private static List<String> openToOthers(DrillStack stack) {
        if (!ListeningSockets.canBeRead()) {
            return List.of("unknown: /proc/net/tcp does not exist");
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
                ? List.of(process.name() + " has no listening socket")
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
            throw new IllegalStateException("no response from the orchestrator: " + e, e);
        }
    }
}
