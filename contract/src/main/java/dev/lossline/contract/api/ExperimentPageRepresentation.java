package dev.lossline.contract.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of experiments.
 *
 * @param total the number of matches on all pages
 * @param next the value of {@code after} for the next page; null on the last page
 */
public record ExperimentPageRepresentation(
        List<ExperimentSummaryRepresentation> experiments,
        int total,
        @Nullable String next) {
    public ExperimentPageRepresentation {
        experiments = List.copyOf(experiments);
    }
}
