package dev.lossline.orchestrator.api;

import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.ReferenceRepresentation;
import dev.lossline.contract.api.ReferenceRepresentation.PublishedTrial;
import dev.lossline.orchestrator.problem.Parameters;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.results.ExperimentStore;
import dev.lossline.specification.Reference;
import dev.lossline.specification.Trial;
import dev.lossline.specification.reader.Expansion;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Published results for an experiment's trials. */
@Path("/api/experiments/{id}/reference")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Experiments")
class ReferenceResource {
    private final ExperimentStore experiments;

    ReferenceResource(ExperimentStore experiments) {
        this.experiments = experiments;
    }

    @GET
    @Operation(
            operationId = "getPublishedResults",
            summary = "The published results to compare an experiment with",
            description = "By trial, from the specification's `reference`.")
    @APIResponse(responseCode = "200", description = "The trials with published results")
    public ReferenceRepresentation reference(@PathParam("id") String text) {
        UUID id = Parameters.experimentId(text);
        ExperimentRepresentation experiment =
                experiments.find(id).orElseThrow(() -> ProblemException.notFound("experiment", id));
        Reference reference = experiment.specification().reference();
        if (reference == null) {
            return new ReferenceRepresentation(null, List.of());
        }
        List<Trial> trials = new Expansion(experiment.specification()).trials(id);
        return new ReferenceRepresentation(
                reference.source(),
                trials.stream()
                        .flatMap(trial -> reference.about(trial.specification()).stream()
                                .map(published -> PublishedTrial.of(trial.id().number(), published)))
                        .toList());
    }
}
