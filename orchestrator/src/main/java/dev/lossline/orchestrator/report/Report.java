package dev.lossline.orchestrator.report;

import dev.lossline.contract.api.EvaluationRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.orchestrator.api.DownloadName;
import dev.lossline.orchestrator.results.ProvenanceStore.Provenance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The content of an experiment report.
 *
 * @param trials the first {@link #MAX_TRIALS} trials by number
 * @param best the evaluation of the best trial; empty before a trial is evaluated
 * @param at when the data was read
 */
record Report(
        ExperimentRepresentation experiment,
        List<TrialRepresentation> trials,
        Optional<EvaluationRepresentation> best,
        List<Provenance> provenances,
        Instant at) {
    static final int MAX_TRIALS = 1_000;
    static final int MAX_CURVES = 200;

    /** The formats of a report. */
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

        /** The experiment's name and the end of its id; the beginning of the id is only a timestamp. */
        DownloadName fileName(ExperimentRepresentation experiment) {
            String id = experiment.id().toString();
            return new DownloadName(
                    "lossline-", experiment.name(), "-" + id.substring(id.length() - 8) + "." + extension);
        }
    }
}
