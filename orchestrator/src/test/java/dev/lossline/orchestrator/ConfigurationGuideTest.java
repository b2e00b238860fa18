package dev.lossline.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code docs/configuration.md} is generated from the services' configuration interfaces: key, default and
 * description. If it is outdated, this test writes {@code target/configuration.md} to copy from.
 */
class ConfigurationGuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Path GUIDE = ROOT.resolve("docs/configuration.md");
    private static final String BEGIN = "<!-- settings: made by ConfigurationGuideTest -->\n";
    private static final String END = "<!-- end of settings -->\n";
    private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern DEFAULT = Pattern.compile("@WithDefault\\(\"([^\"]*)\"\\)");
    private static final Pattern NESTED = Pattern.compile("\\binterface (\\w+) \\{");
    private static final Pattern METHOD = Pattern.compile("^ +([\\w<>]+) (\\w+)\\(\\);$");
    private static final Pattern DOC = Pattern.compile("/\\*\\* (.*) \\*/");

    @Test
    void theTableOfSettingsMatchesTheCode() throws IOException {
        StringBuilder table = new StringBuilder();
        for (String service : List.of("orchestrator", "evaluator", "trainer")) {
            table.append("\n### ").append(service).append("\n\n");
            table.append("| key | environment variable | default | what it is, and what happens at the limit |\n");
            table.append("| --- | --- | --- | --- |\n");
            interfaces(service).forEach(file -> rows(file).forEach(table::append));
        }
        String guide = Files.readString(GUIDE);
        String expected = guide.substring(0, guide.indexOf(BEGIN) + BEGIN.length())
                + table
                + "\n"
                + guide.substring(guide.indexOf(END));
        Files.writeString(Path.of("target/configuration.md"), expected);
        assertThat(guide)
                .as("docs/configuration.md is stale: copy orchestrator/target/configuration.md")
                .isEqualTo(expected);
    }

    private static List<Path> interfaces(String service) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(service).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith("Config.java"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> rows(Path file) {
        List<String> rows = new ArrayList<>();
        Map<String, String> prefixes = new HashMap<>();
        List<String> lines = lines(file);
        String prefix =
                lines.stream().flatMap(line -> found(PREFIX, line)).findFirst().orElseThrow();
        String doc = "";
        String value = "not set";
        for (String line : lines) {
            prefix = found(NESTED, line).findFirst().map(prefixes::get).orElse(prefix);
            doc = found(DOC, line).findFirst().orElse(doc);
            value = found(DEFAULT, line).findFirst().map("`%s`"::formatted).orElse(value);
            Matcher method = METHOD.matcher(line);
            if (!method.find()) {
                continue;
            }
            String key = prefix + "." + kebab(method.group(2));
            if (lines.stream().anyMatch(declares(method.group(1)))) {
                prefixes.put(method.group(1), key);
            } else {
                rows.add("| `%s` | `%s` | %s | %s |\n".formatted(key, variable(key), value, plain(doc)));
            }
            value = "not set";
        }
        return rows;
    }

    private static Stream<String> found(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Stream.of(matcher.group(1)) : Stream.empty();
    }

    private static java.util.function.Predicate<String> declares(String type) {
        return line -> line.contains("interface " + type + " {");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** As <a href="https://quarkus.io/guides/config-reference">Quarkus</a> maps names. */
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String plain(String doc) {
        return doc.replaceAll("\\{@code ([^}]*)}", "`$1`").replace("|", "\\|");
    }
}
