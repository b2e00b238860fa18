package dev.lossline.orchestrator.report;

import dev.lossline.orchestrator.report.Report.Format;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.TemplateNode.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/**
 * Renders reports with the templates in {@code resources/templates/report}. Values are escaped, except for the drawing
 * and the specification in Markdown, whose code fence is longer than any fence in it.
 */
@ApplicationScoped
class ReportDocuments {
    private static final String MARKDOWN = "text/markdown";

    /** The build checks the templates against the types of their parameters. */
    @CheckedTemplate(basePath = "report")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance page(ReportView report, ReportCurves curves);

        static native TemplateInstance text(ReportView report);
    }

    void escapeMarkdown(@Observes EngineBuilder engine) {
        engine.addResultMapper(new MarkdownEscaper());
    }

    String write(Report report, Format format) {
        return switch (format) {
            case HTML ->
                Templates.page(ReportView.of(report), ReportCurves.of(report)).render();
            case MARKDOWN -> Templates.text(ReportView.of(report)).render();
        };
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
