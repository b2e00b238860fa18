package dev.lossline.orchestrator.api;

import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.specification.DatasetName;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Serves images of the datasets. */
@Path("/api/datasets")
@Tag(name = "Datasets")
class DatasetResource {
    private static final String PNG = "image/png";
    private static final String CACHE_FOREVER = "public, max-age=31536000, immutable";

    private final DatasetImages images;

    DatasetResource(DatasetImages images) {
        this.images = images;
    }

    @GET
    @Path("{name}/test/{index}.png")
    @Produces(PNG)
    @Operation(
            operationId = "getTestImage",
            summary = "An image of a dataset's test split",
            description = "28 × 28 pixels, grey, white on black. Images never change.")
    @APIResponse(
            responseCode = "200",
            description = "The image",
            content = @Content(mediaType = PNG, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "304", description = "Not modified")
    @APIResponse(
            responseCode = "404",
            description = "No such image, or the dataset is not on the orchestrator's machine")
    public Response image(
            @Parameter(description = "The dataset, such as fashion-mnist") @PathParam("name") String name,
            @Parameter(
                            description = "The index of the example in the test split, from 0",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "9999"))
                    @PathParam("index")
                    String index,
            @Context Request request) {
        DatasetName dataset = Arrays.stream(DatasetName.values())
                .filter(id -> id.id().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("dataset", name));
        int example = Parameters.between("index", index, 0, Integer.MAX_VALUE);
        if (example >= DatasetName.TEST_EXAMPLES) {
            throw ProblemException.missing("The test split of %s has no example %d; its last is %d."
                    .formatted(name, example, DatasetName.TEST_EXAMPLES - 1));
        }
        // The files never change, so the address identifies the content.
        EntityTag tag = new EntityTag(name + "-test-" + example);
        byte[] png = images.png(dataset, example);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null ? Response.ok(png, PNG) : unchanged)
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, CACHE_FOREVER)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
