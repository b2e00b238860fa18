package dev.lossline.specification.document;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Translates the YAML parser's errors to messages that say where to look. */
final class YamlSyntax {
    private YamlSyntax() {}

    static MalformedDocumentException explained(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        String context = String.valueOf(e.getContext());
        Mark found = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        Mark opened = e.getContextMark() == null ? found : e.getContextMark();
        if (problem.startsWith("expected ',' or ")) {
            return unclosed(problem.contains("']'") ? "]" : "}", opened, found);
        }
        if (context.contains("quoted scalar") && !problem.contains("escape")) {
            return at(opened, "This quote is never closed.");
        }
        if (problem.contains("could not find expected ':'")) {
            return at(opened, "There is no ':' after this key.");
        }
        return at(found, words(problem, context));
    }

    /** A missing bracket is detected only lines after the place to fix. */
    private static MalformedDocumentException unclosed(String closing, Mark opened, Mark found) {
        if (opened.getLine() == found.getLine() && !isEnd(found)) {
            return at(found, "'%s' or ',' is missing here.".formatted(closing));
        }
        String opening = closing.equals("]") ? "[" : "{";
        return at(opened, "This '%s' is never closed. Add '%s'.".formatted(opening, closing));
    }

    private static boolean isEnd(Mark mark) {
        return mark.getPointer() >= mark.getBuffer().length || mark.getBuffer()[mark.getPointer()] == 0;
    }

    private static String words(String problem, String context) {
        if (problem.contains("cannot start any token")) {
            return problem.contains("TAB")
                    ? "Tabs are not allowed here. Indent with spaces."
                    : "A value cannot start with this character. Put the value in quotes.";
        }
        if (problem.contains("mapping values are not allowed") || problem.contains("mapping keys are not allowed")) {
            return "A key is not allowed here. Check the indentation, or quote text that contains ': '.";
        }
        if (problem.contains("sequence entries are not allowed")) {
            return "A list with '-' cannot start here. Start it on a line of its own.";
        }
        if (problem.contains("expected <block end>")) {
            return "This does not line up with the lines above. Check the indentation.";
        }
        if (problem.contains("expected the node content")) {
            return "A value is missing here.";
        }
        if (problem.contains("<document start>")) {
            return "Unexpected content after the end of the document. Check brackets and indentation.";
        }
        if (problem.contains("escape") || problem.contains("hexadecimal")) {
            return "This escape is unknown. Write '\\\\' for a backslash, or use single quotes.";
        }
        return wordsOfContext(problem, context);
    }

    private static String wordsOfContext(String problem, String context) {
        if (context.contains("block scalar")) {
            return "A text block starts with '|' or '>' alone on its line.";
        }
        if (context.contains("anchor") || context.contains("alias")) {
            return "Anchors ('&') and aliases ('*') are not supported. Quote text that starts with one.";
        }
        if (context.contains("tag") || problem.contains("tag")) {
            return "Tags ('!') are not supported. Quote text that starts with one.";
        }
        if (context.contains("directive") || problem.contains("directive") || problem.contains("version")) {
            return "Lines that start with '%' are not supported. Remove the line.";
        }
        return "This is not valid YAML.";
    }

    private static MalformedDocumentException at(Mark mark, String message) {
        return new MalformedDocumentException(YamlComposer.locationOf(mark), message);
    }
}
