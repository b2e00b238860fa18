package dev.lossline.contract;

import java.util.List;

/**
 * The newest experiments, as an event of their stream has them.
 *
 * @param all whether these are all of them; otherwise those that are new or have changed since the event before
 * @param experiments the newest first
 */
public record ExperimentsRepresentation(boolean all, List<ExperimentSummaryRepresentation> experiments) {
    public ExperimentsRepresentation {
        experiments = List.copyOf(experiments);
    }
}
