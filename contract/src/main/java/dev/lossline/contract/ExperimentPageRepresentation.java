package dev.lossline.contract;

import java.util.List;

/**
 * One page of a list of experiments.
 *
 * @param total how many experiments match, on all pages together
 * @param next the {@code after} of the next page; null on the last
 */
public record ExperimentPageRepresentation(List<ExperimentSummaryRepresentation> experiments, int total, String next) {
    public ExperimentPageRepresentation {
        experiments = List.copyOf(experiments);
    }
}
