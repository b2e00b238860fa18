package dev.lossline.orchestrator;

import dev.lossline.contract.EvaluationRepresentation;
import dev.lossline.contract.ExperimentRepresentation;
import dev.lossline.contract.TrialRepresentation;
import dev.lossline.orchestrator.ProvenanceStore.Provenance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An experiment as a document has it.
 *
 * @param trials the first {@link #MOST_TRIALS} of them, by number
 * @param best how the best trial does; empty before one is evaluated
 * @param at when this was so
 */
record Report(
        ExperimentRepresentation experiment,
        List<TrialRepresentation> trials,
        Optional<EvaluationRepresentation> best,
        List<Provenance> provenances,
        Instant at) {
    static final int MOST_TRIALS = 1_000;
    static final int MOST_CURVES = 200;

    /** The forms that a report comes in. */
    enum Format {
        HTML("text/html;charset=UTF-8", "html"),
        MARKDOWN("text/markdown;charset=UTF-8", "md");

        private final String mediaType;
        private final String extension;

        Format(String mediaType, String extension) {
            this.mediaType = mediaType;
            this.extension = extension;
        }

        String mediaType() {
            return mediaType;
        }

        /** The experiment's name, and the end of its id, because the beginning is only a time. */
        DownloadName fileName(ExperimentRepresentation experiment) {
            String id = experiment.id().toString();
            return new DownloadName(
                    "lossline-", experiment.name(), "-" + id.substring(id.length() - 8) + "." + extension);
        }
    }
}
