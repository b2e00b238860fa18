package dev.lossline.orchestrator.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.api.ExperimentsRepresentation;
import dev.lossline.specification.Json;
import dev.lossline.specification.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The newest experiments at a point in time.
 *
 * @param id a hash of the content without estimates; all orchestrators compute the same
 * @param experiments newest first
 */
public record ListedExperiments(String id, List<ExperimentSummaryRepresentation> experiments) {
    private static final int ID_BYTES = 8;

    public static ListedExperiments of(List<ExperimentSummaryRepresentation> experiments) {
        return new ListedExperiments(hash(experiments), List.copyOf(experiments));
    }

    /** Whether a text has the format of an id. */
    public static boolean isId(String text) {
        return text.matches("[0-9a-f]{16}");
    }

    /**
     * Returns this if nothing has changed, otherwise the current experiments. Unchanged experiments keep their
     * estimates.
     */
    public ListedExperiments then(List<ExperimentSummaryRepresentation> present) {
        Map<UUID, ExperimentSummaryRepresentation> known = byId();
        List<ExperimentSummaryRepresentation> next = present.stream()
                .map(each -> {
                    ExperimentSummaryRepresentation before = known.get(each.id());
                    return before != null && before.withoutEstimate().equals(each.withoutEstimate()) ? before : each;
                })
                .toList();
        return next.equals(experiments) ? this : of(next);
    }

    /**
     * The changes for a client that has another version: new and changed experiments. Experiments that newer ones have
     * pushed off the end are omitted. If one is missing in between, because the tables are being rebuilt, all are
     * returned.
     */
    public ExperimentsRepresentation since(ListedExperiments others) {
        Map<UUID, ExperimentSummaryRepresentation> present = byId();
        boolean rebuilt = experiments.size() < others.experiments.size()
                || others.experiments.stream()
                        .anyMatch(each -> !present.containsKey(each.id()) && !isOlderThanAll(each));
        if (rebuilt) {
            return all();
        }
        Map<UUID, ExperimentSummaryRepresentation> known = others.byId();
        List<ExperimentSummaryRepresentation> changed = experiments.stream()
                .filter(each -> !each.equals(known.get(each.id())))
                .toList();
        return new ExperimentsRepresentation(false, changed);
    }

    private boolean isOlderThanAll(ExperimentSummaryRepresentation other) {
        return !experiments.isEmpty()
                && !other.submittedAt().isAfter(experiments.getLast().submittedAt());
    }

    /** All experiments, for a client that has none. */
    public ExperimentsRepresentation all() {
        return new ExperimentsRepresentation(true, experiments);
    }

    private Map<UUID, ExperimentSummaryRepresentation> byId() {
        return experiments.stream().collect(Collectors.toMap(ExperimentSummaryRepresentation::id, Function.identity()));
    }

    private static String hash(List<ExperimentSummaryRepresentation> experiments) {
        try {
            MessageDigest digest = Sha256.digest();
            for (ExperimentSummaryRepresentation each : experiments) {
                digest.update(Json.MAPPER.writeValueAsBytes(each.withoutEstimate()));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
