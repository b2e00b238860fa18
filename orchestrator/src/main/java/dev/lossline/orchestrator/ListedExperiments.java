package dev.lossline.orchestrator;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.ExperimentRepresentation;
import dev.lossline.contract.ExperimentsRepresentation;
import dev.lossline.contract.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The newest experiments at a moment.
 *
 * @param id the same wherever the same is said of them, whichever orchestrator says it; estimates left out
 * @param experiments the newest first
 */
record ListedExperiments(String id, List<ExperimentRepresentation> experiments) {
    private static final int ID_BYTES = 8;

    static ListedExperiments of(List<ExperimentRepresentation> experiments) {
        return new ListedExperiments(hash(experiments), List.copyOf(experiments));
    }

    /** Whether a text could be such an id. */
    static boolean isId(String text) {
        return text.matches("[0-9a-f]{16}");
    }

    /** This where nothing has changed, otherwise the present ones; of what has not changed the estimate stays too. */
    ListedExperiments then(List<ExperimentRepresentation> present) {
        Map<UUID, ExperimentRepresentation> known = byId();
        List<ExperimentRepresentation> next = present.stream()
                .map(each -> {
                    ExperimentRepresentation before = known.get(each.id());
                    return before != null && before.withoutEstimate().equals(each.withoutEstimate()) ? before : each;
                })
                .toList();
        return next.equals(experiments) ? this : of(next);
    }

    /** What to tell who knows others: what is new or has changed, or all where one of those is no more among these. */
    ExperimentsRepresentation since(ListedExperiments others) {
        Map<UUID, ExperimentRepresentation> known = others.byId();
        if (!byId().keySet().containsAll(known.keySet())) {
            return all();
        }
        List<ExperimentRepresentation> changed = experiments.stream()
                .filter(each -> !each.equals(known.get(each.id())))
                .toList();
        return new ExperimentsRepresentation(false, changed);
    }

    /** What to tell who knows none. */
    ExperimentsRepresentation all() {
        return new ExperimentsRepresentation(true, experiments);
    }

    private Map<UUID, ExperimentRepresentation> byId() {
        return experiments.stream().collect(Collectors.toMap(ExperimentRepresentation::id, Function.identity()));
    }

    private static String hash(List<ExperimentRepresentation> experiments) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ExperimentRepresentation each : experiments) {
                digest.update(Json.MAPPER.writeValueAsBytes(each.withoutEstimate()));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
