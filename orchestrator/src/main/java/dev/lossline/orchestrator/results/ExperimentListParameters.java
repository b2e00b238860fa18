package dev.lossline.orchestrator.results;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters of a list of experiments. */
public class ExperimentListParameters {
    @Parameter(description = "The most experiments in the answer", schema = @Schema(type = SchemaType.INTEGER))
    @QueryParam("limit")
    @DefaultValue(ExperimentQuery.DEFAULT_PAGE_SIZE)
    String limit;

    @Parameter(description = "The 'next' of the page before")
    @QueryParam("after")
    String after;

    @Parameter(description = "Only experiments in this state, or in one of these; commas separate them too")
    @QueryParam("state")
    List<String> states;

    @Parameter(description = "Only experiments with this in their name, in any case")
    @QueryParam("name")
    String name;

    @Parameter(description = "Only experiments on this dataset")
    @QueryParam("dataset")
    String dataset;

    @Parameter(description = "Only experiments with this in their id")
    @QueryParam("id")
    String id;

    @Parameter(
            description = "Only experiments that have each of these words in their name, id, dataset or search space")
    @QueryParam("q")
    String words;

    @Parameter(
            description = "The order: newest first by default",
            schema = @Schema(enumeration = {"-submitted", "submitted", "name", "-name"}))
    @QueryParam("sort")
    String sort;
}
