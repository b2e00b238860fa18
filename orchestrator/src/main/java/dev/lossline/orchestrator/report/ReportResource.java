package dev.lossline.orchestrator.report;

import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.report.Report.Format;
import dev.lossline.orchestrator.results.ExperimentStore;
import dev.lossline.specification.violation.Violation;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reports of experiments. */
@Path("/api/experiments/{id}/report")
@Tag(name = "Experiments")
class ReportResource {
    private static final String MARKDOWN = "text/markdown";

    /** The document loads nothing and runs no scripts, whatever an experiment's name contains. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";

    private final ExperimentStore experiments;
    private final Reports reports;

    ReportResource(ExperimentStore experiments, Reports reports) {
        this.experiments = experiments;
        this.reports = reports;
    }

    @GET
    @Produces({MediaType.TEXT_HTML, MARKDOWN})
    @Operation(
            operationId = "getReport",
            summary = "The report of an experiment as it is now",
            description = "A self-contained document.")
    @APIResponse(
            responseCode = "200",
            description = "The report",
            content = {
                @Content(
                        mediaType = MediaType.TEXT_HTML,
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = MARKDOWN, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response report(
            @PathParam("id") String id,
            @Parameter(
                            description = "By default, what the Accept header asks for",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"html", "markdown"}))
                    @QueryParam("format")
                    String format,
            @Parameter(description = "Whether browsers save it as a file", schema = @Schema(type = SchemaType.BOOLEAN))
                    @QueryParam("download")
                    @DefaultValue("false")
                    String download,
            @Context HttpHeaders headers)
            throws InterruptedException {
        boolean kept = Parameters.flag("download", download);
        Format wanted = format(format, headers);
        ExperimentRepresentation experiment = experiments
                .find(Parameters.experimentId(id))
                .orElseThrow(() -> ProblemException.notFound("experiment", id));
        Response.ResponseBuilder answer = Response.ok(reports.of(experiment, wanted), wanted.mediaType())
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (kept) {
            answer.header(
                    HttpHeaders.CONTENT_DISPOSITION, wanted.fileName(experiment).contentDisposition());
        }
        return answer.build();
    }

    private static Format format(String format, HttpHeaders headers) {
        if (format == null) {
            return acceptable(headers).stream()
                    .filter(type -> type.isCompatible(MediaType.TEXT_HTML_TYPE) || isMarkdown(type))
                    .findFirst()
                    .filter(type -> isMarkdown(type) && !type.isWildcardSubtype())
                    .map(type -> Format.MARKDOWN)
                    .orElse(Format.HTML);
        }
        return switch (format) {
            case "html" -> Format.HTML;
            case "markdown" -> Format.MARKDOWN;
            default -> throw ProblemException.badParameter(new Violation("format", format, "html or markdown"));
        };
    }

    /**
     * The media types that the client accepts, preferred first. An empty header, which JAX-RS cannot parse, counts as
     * absent (RFC 9110, 12.5.1).
     */
    private static List<MediaType> acceptable(HttpHeaders headers) {
        String accept = headers.getHeaderString(HttpHeaders.ACCEPT);
        if (accept == null || accept.isBlank()) {
            return List.of(MediaType.WILDCARD_TYPE);
        }
        return headers.getAcceptableMediaTypes();
    }

    private static boolean isMarkdown(MediaType type) {
        return type.isCompatible(MediaType.valueOf(MARKDOWN));
    }
}
