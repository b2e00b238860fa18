package dev.lossline.drill.faults;

import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.hostile.HostileRequest;
import dev.lossline.drill.hostile.HostileRequest.Framing;
import dev.lossline.drill.hostile.OpenApi;
import dev.lossline.drill.hostile.OpenApi.Operation;
import dev.lossline.drill.hostile.RawHttp;
import dev.lossline.drill.hostile.RequestGenerator;
import dev.lossline.stack.Service;
import dev.lossline.stack.StopSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Checks that requests without the token cannot write. */
final class GuardedWrites {
    private static final String TOKEN = "a-token-of-the-drill";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final List<List<String>> INVALID_CREDENTIALS = List.of(
            List.of(),
            List.of("Authorization: Bearer"),
            List.of("Authorization: Bearer wrong"),
            List.of("Authorization: bearer " + TOKEN.toUpperCase(java.util.Locale.ROOT)),
            List.of("Authorization: " + TOKEN),
            List.of("Authorization: Bearer " + TOKEN + "x"),
            List.of("Authorization: Bearer wrong", "Authorization: Bearer " + "wrong"),
            List.of("X-HTTP-Method-Override: GET"),
            List.of("X-Original-Method: GET", "X-Forwarded-For: 127.0.0.1"),
            List.of("Cookie: token=" + TOKEN));

    private final DrillStack stack;
    private final OpenApi api;
    private final RequestGenerator.Known known;

    GuardedWrites(DrillStack stack, OpenApi api, RequestGenerator.Known known) {
        this.stack = stack;
        this.api = api;
        this.known = known;
    }

    /** Restarts the orchestrator with a token and tries to write without it. */
    void check(Outcome outcome) throws InterruptedException {
        stack.orchestrator().stop(StopSignal.TERM);
        stack.change(plan -> plan.with(Service.ORCHESTRATOR, "LOSSLINE_API_TOKEN", TOKEN));
        stack.orchestrator().start();
        Map<TopicPartition, Long> before = stack.log().ends(Topic.ALL);
        RawHttp http = new RawHttp(stack.orchestrator().port(), TIMEOUT);
        int asked = 0;
        List<String> taken = new ArrayList<>();
        for (HostileRequest request : requests()) {
            asked++;
            Optional<RawHttp.Answer> answer = http.exchange(request);
            if (answer.isEmpty() || answer.get().status() != 401) {
                taken.add(
                        "%s to %s".formatted(answer.map(RawHttp.Answer::status).orElse(0), request));
            }
        }
        Map<TopicPartition, Long> after = stack.log().ends(Topic.ALL);
        long moved = after.keySet().stream()
                .filter(p -> !after.get(p).equals(before.get(p)))
                .count();
        outcome.check(
                "without the token, every write request gets 401",
                taken.isEmpty(),
                taken.isEmpty() ? "%d of %d".formatted(asked, asked) : taken.toString());
        outcome.check(
                "and the log is unchanged", moved == 0, "%d of %d partitions moved".formatted(moved, after.size()));
    }

    private List<HostileRequest> requests() {
        List<HostileRequest> requests = new ArrayList<>();
        byte[] body = known.yaml().getBytes(StandardCharsets.UTF_8);
        for (Operation operation : api.operations()) {
            if (operation.writes()) {
                String path = operation.path().replaceAll("\\{[^}]*}", known.experiment());
                for (List<String> guess : INVALID_CREDENTIALS) {
                    for (String query : List.of("", "?access_token=" + TOKEN)) {
                        List<String> headers = new ArrayList<>(guess);
                        headers.add("Content-Type: application/yaml");
                        requests.add(new HostileRequest(
                                operation.method(), path + query, headers, body, Framing.LENGTH, true));
                    }
                }
            }
        }
        return requests;
    }
}
