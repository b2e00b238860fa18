package dev.lossline.orchestrator.results;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters of a list of experiments. */
public class ExperimentListParameters {
    @Parameter(
            description = "The maximum number of experiments on a page",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "" + ExperimentQuery.MAX_PAGE_SIZE))
    @QueryParam("limit")
    @DefaultValue(ExperimentQuery.DEFAULT_PAGE_SIZE)
    String limit;

    @Parameter(description = "The `next` of the previous page")
    @QueryParam("after")
    String after;

    @Parameter(
            description = "Only experiments in one of these states; repeat the parameter or separate states by commas",
            example = "running")
    @QueryParam("state")
    List<String> states;

    @Parameter(description = "Only experiments with this text in their name; case does not matter")
    @QueryParam("name")
    String name;

    @Parameter(description = "Only experiments on this dataset")
    @QueryParam("dataset")
    String dataset;

    @Parameter(description = "Only experiments with this text in their id")
    @QueryParam("id")
    String id;

    @Parameter(description = "Only experiments with each of these words in their name, id, dataset or search space")
    @QueryParam("q")
    String words;

    @Parameter(
            description = "The order: by time of submission or by name; descending with a minus",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"-submitted", "submitted", "name", "-name"},
                            defaultValue = "-submitted"))
    @QueryParam("sort")
    String sort;
}
