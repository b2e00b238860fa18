package dev.lossline.orchestrator.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The Javadoc of a type as Markdown. The annotation processor
 * <a href="https://github.com/dnault/therapi-runtime-javadoc">therapi</a> keeps it beside the class.
 */
final class Javadoc {
    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@(?=\\w)");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@(?:code|link) ([^}]*)}");

    private final String text;
    private final Map<String, String> parameters = new HashMap<>();

    private Javadoc(String comment) {
        String[] blocks = BLOCK_TAG.split(comment, -1);
        this.text = markdown(aboutItself(blocks[0]));
        for (int i = 1; i < blocks.length; i++) {
            String[] words = blocks[i].strip().split("\\s+", 3);
            if (words.length == 3 && words[0].equals("param")) {
                parameters.put(words[1], markdown(words[2]));
            }
        }
    }

    static Javadoc of(Class<?> type) {
        String name = type.getName().substring(type.getPackageName().length() + 1) + "__Javadoc.json";
        try (InputStream resource = type.getResourceAsStream(name)) {
            JsonNode comments = resource == null ? Json.MAPPER.missingNode() : Json.MAPPER.readTree(resource);
            return new Javadoc(comments.path("doc").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The description of the type; null if it has none. */
    @Nullable
    String text() {
        return text.isEmpty() ? null : text;
    }

    /** The description of a component of a record; null if it has none. */
    @Nullable
    String property(String name) {
        String description = parameters.get(name);
        return description == null ? null : Character.toUpperCase(description.charAt(0)) + description.substring(1);
    }

    /** Leaves out sentences that refer to other types, unless it is the first: clients do not have those. */
    private static String aboutItself(String comment) {
        String[] sentences = comment.split("(?<=\\.)\\s+", -1);
        return IntStream.range(0, sentences.length)
                .filter(i -> i == 0 || !sentences[i].contains("{@link"))
                .mapToObj(i -> sentences[i])
                .collect(Collectors.joining(" "));
    }

    private static String markdown(String comment) {
        return INLINE_TAG
                .matcher(comment.strip())
                .replaceAll(tag -> Matcher.quoteReplacement(
                        "`" + tag.group(1).replaceAll("^(\\w+)?#", "").replace("Representation", "") + "`"))
                .replaceAll("\\s+", " ")
                .replace(" <p>", "\n\n")
                .strip();
    }
}
