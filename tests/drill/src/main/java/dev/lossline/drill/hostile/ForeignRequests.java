package dev.lossline.drill.hostile;

import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.hostile.HostileRequest.Framing;
import dev.lossline.drill.hostile.OpenApi.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Sends requests to every address as a browser does for pages of other sites. All must be rejected. */
public final class ForeignRequests {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final List<String> PATHS =
            List.of("/", "/submit", "/experiments/x", "/web/main.js", "/q/openapi", "/q/swagger-ui/", "/nothing");
    private static final List<List<String>> ORIGINS = List.of(
            List.of("Origin: http://evil.example"),
            List.of("Origin: http://localhost:3000"),
            List.of("Origin: http://127.0.0.1.evil.example"),
            List.of("Origin: null"),
            List.of("Origin: http://127.0.0.1", "Origin: http://evil.example"),
            List.of("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"),
            List.of("Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"));
    private static final List<String> HOSTS =
            List.of("evil.example", "evil.example:8080", "127.0.0.1.evil.example", "0.0.0.0");
    private static final List<List<String>> TYPES = List.of(
            List.of(),
            List.of("Content-Type: text/plain"),
            List.of("Content-Type: application/x-www-form-urlencoded"),
            List.of("Content-Type: multipart/form-data; boundary=x"),
            List.of("Content-Type: text/plain, application/yaml"));

    private final DrillStack stack;
    private final OpenApi api;
    private final RequestGenerator.Known known;

    /** A request and the expected status. */
    private record Expectation(HostileRequest request, int status) {}

    public ForeignRequests(DrillStack stack, OpenApi api, RequestGenerator.Known known) {
        this.stack = stack;
        this.api = api;
        this.known = known;
    }

    public void check(Outcome outcome) {
        Map<TopicPartition, Long> before = stack.log().ends(Topic.ALL);
        RawHttp http = new RawHttp(stack.orchestrator().port(), TIMEOUT);
        List<String> served = new ArrayList<>();
        List<Expectation> requests = requests();
        requests.forEach(expected -> {
            HostileRequest request = expected.request();
            Optional<RawHttp.Answer> answer = http.exchange(request);
            int given = answer.map(RawHttp.Answer::status).orElse(0);
            if (given != expected.status()
                    || ResponseRules.fault(request, answer).isPresent()) {
                served.add("%d instead of %d to %s".formatted(given, expected.status(), request));
            }
        });
        outcome.check(
                "foreign hosts get 421 (400 if malformed), foreign origins 403, form bodies 415, at every" + " address",
                served.isEmpty(),
                served.isEmpty()
                        ? "%d of %d".formatted(requests.size(), requests.size())
                        : "%d are not: %s"
                                .formatted(
                                        served.size(), served.stream().limit(8).toList()));
        Map<TopicPartition, Long> after = stack.log().ends(Topic.ALL);
        outcome.check("and the log is unchanged", after.equals(before), "%d partitions".formatted(after.size()));
    }

    private List<Expectation> requests() {
        List<Expectation> requests = new ArrayList<>();
        List<HostileRequest> addresses = new ArrayList<>();
        byte[] body = known.yaml().getBytes(StandardCharsets.UTF_8);
        for (Operation operation : api.operations()) {
            addresses.add(new HostileRequest(
                    operation.method(),
                    operation.path().replaceAll("\\{[^}]*}", known.experiment()),
                    List.of("Content-Type: application/yaml"),
                    operation.writes() ? body : new byte[0],
                    operation.writes() ? Framing.LENGTH : Framing.NONE,
                    true));
        }
        PATHS.forEach(path -> addresses.add(HostileRequest.get(path)));
        for (HostileRequest address : addresses) {
            requests.add(new Expectation(address.to("localhost@evil.example"), 400));
            HOSTS.forEach(host -> requests.add(new Expectation(address.to(host), 421)));
            ORIGINS.forEach(lines -> requests.add(new Expectation(address.with(lines), 403)));
            if (address.framing() == Framing.LENGTH) {
                TYPES.forEach(lines -> requests.add(new Expectation(
                        new HostileRequest(address.method(), address.target(), lines, body, Framing.LENGTH, true),
                        415)));
            }
        }
        return requests;
    }
}
