package dev.lossline.drill.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents within the size limit that are expensive to process. */
public final class CostlyDocuments {
    private static final String SUBMIT = "/api/experiments?preview=true";
    private static final int LARGE = 250_000;

    private CostlyDocuments() {}

    public static List<HostileRequest> all() {
        List<HostileRequest> bombs = new ArrayList<>();
        for (String text : documents()) {
            bombs.add(HostileRequest.post(SUBMIT, "application/yaml", utf8(text)));
        }
        bombs.add(HostileRequest.post(SUBMIT, "application/json", utf8("[".repeat(LARGE))));
        bombs.add(HostileRequest.post(SUBMIT, "application/json", utf8("{\"a\":".repeat(LARGE / 5))));
        bombs.add(HostileRequest.post(SUBMIT, "application/json", utf8("{\"name\":" + "9".repeat(LARGE) + "}")));
        bombs.add(HostileRequest.post(SUBMIT, "application/json", utf8("{\"name\":\"a\",\"name\":\"b\"}")));
        bombs.add(HostileRequest.post(SUBMIT, "application/json", utf8("{\"name\":\"\\ud800\\u0000\"}")));
        return bombs;
    }

    /** Bodies over the size limit, with a Content-Length and chunked. */
    public static List<HostileRequest> oversized(int bytes) {
        byte[] body = utf8("name: " + "x".repeat(bytes));
        HostileRequest told = HostileRequest.post(SUBMIT, "application/yaml", body);
        return List.of(told, told.chunked());
    }

    private static List<String> documents() {
        return List.of(
                billionLaughs(),
                "a: &a [*a, *a]\nname: *a\n",
                "name: " + "[".repeat(5_000),
                "? ".repeat(5_000),
                "{a: ".repeat(5_000),
                "- ".repeat(5_000) + "a",
                "name: \"" + "x".repeat(LARGE) + "\"",
                "name: |\n" + " x\n".repeat(LARGE / 3),
                "name: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:1/\"]]]]",
                "!!java.lang.ProcessBuilder [[touch, /tmp/lossline-drill-was-here]]",
                "name: !!binary " + "A".repeat(LARGE),
                "name: !<tag:yaml.org,2002:python/object/apply:os.system> [id]",
                "%TAG ! tag:evil,2000:\n---\nname: !evil a\n",
                "--- a\n".repeat(20_000),
                "<<: {name: a}\n<<: {name: b}\n",
                "name: a\nseeds: [" + "a,".repeat(LARGE / 2) + "a]",
                "name: a\nseeds: ["
                        + IntStream.range(0, 40_000).mapToObj(i -> "7").collect(Collectors.joining(",")) + "]",
                IntStream.range(0, 30_000).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining("\n")),
                "name: a\nmodel: { hidden: [" + "1,".repeat(LARGE / 2) + "1] }",
                "name: a\ntraining: { epochs: " + "9".repeat(900) + "e9 }",
                "name: a\ntraining: { optimizer: { learningRate: \"" + "9".repeat(LARGE) + "e1\" } }",
                costlyGrid("model.hidden", "[[" + "1,".repeat(LARGE / 2 - 20_000) + "1]]", 15_000),
                costlyGrid("training.optimizer.type", "[sgd, adam]", 9_999),
                costlyGrid("x".repeat(100_000), "[1]", 5_000),
                "name: \"" + "\\x01".repeat(LARGE / 4) + "\"",
                "name: a\nreference: { source: \"" + "\\x01".repeat(LARGE / 4) + "\" }",
                "name: \"a\\0b\"",
                "name: \"\\uD800\"",
                "\u0000",
                "\ufeffname: a",
                "name: .nan",
                "name: 2001-01-01T00:00:00Z\ntraining: { epochs: 1:30:00 }");
    }

    private static String billionLaughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) {
            String previous = "*a" + (i - 1);
            text.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, previous))));
        }
        return text.append("name: *a11\n").toString();
    }

    /** Few bytes, as many trials as are allowed. */
    private static String costlyGrid(String key, String values, int seeds) {
        return "name: a\nsearch: { grid: { \"%s\": %s } }\nseeds: [%s]\n"
                .formatted(
                        key,
                        values,
                        IntStream.range(0, seeds).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
