package dev.lossline.orchestrator.report;

import dev.lossline.orchestrator.report.Report.Format;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.Variant;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Renders reports with the templates in {@code resources/report}. Values are escaped, except for the drawing, the style
 * sheet, and the specification in Markdown, whose code fence is longer than any fence in it.
 */
@ApplicationScoped
class ReportDocuments {
    private static final String HTML = "text/html";
    private static final String MARKDOWN = "text/markdown";

    private final Template html;
    private final Template markdown;
    private final String style = read("report.css");

    ReportDocuments() {
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(HTML)))
                .addResultMapper(new MarkdownEscaper())
                .build();
        html = engine.parse(read("report.html"), Variant.forContentType(HTML), "report.html");
        markdown = engine.parse(read("report.md"), Variant.forContentType(MARKDOWN), "report.md");
    }

    String write(Report report, Format format) {
        return switch (format) {
            case HTML ->
                html.data("report", ReportView.of(report))
                        .data("style", new RawString(style))
                        .data("curves", ReportCurves.of(report))
                        .render();
            case MARKDOWN -> markdown.data("report", ReportView.of(report)).render();
        };
    }

    private static String read(String file) {
        try (InputStream in = Objects.requireNonNull(
                ReportDocuments.class.getResourceAsStream("/report/" + file), "report/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Escapes Markdown syntax and line breaks. */
    private static final class MarkdownEscaper implements ResultMapper {
        private static final Pattern MARKDOWN_SYNTAX = Pattern.compile("[\\\\`*_{}\\[\\]<>()#+!|~&]");

        @Override
        public boolean appliesTo(Origin origin, Object result) {
            return !(result instanceof RawString)
                    && origin.getVariant()
                            .map(variant -> variant.getContentType().equals(MARKDOWN))
                            .orElse(false);
        }

        @Override
        public String map(Object result, io.quarkus.qute.Expression expression) {
            return MARKDOWN_SYNTAX
                    .matcher(result.toString().replaceAll("\\s+", " "))
                    .replaceAll("\\\\$0");
        }
    }
}
