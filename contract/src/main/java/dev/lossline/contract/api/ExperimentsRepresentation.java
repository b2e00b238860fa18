package dev.lossline.contract.api;

import java.util.List;

/**
 * An event in the stream of the newest experiments.
 *
 * @param all whether these are all experiments; otherwise, those that are new or have changed since the previous event
 * @param experiments newest first
 */
public record ExperimentsRepresentation(boolean all, List<ExperimentSummaryRepresentation> experiments) {
    public ExperimentsRepresentation {
        experiments = List.copyOf(experiments);
    }
}
