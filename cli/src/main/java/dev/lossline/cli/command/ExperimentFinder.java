package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.contract.api.ExperimentPageRepresentation;
import dev.lossline.specification.TrialId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Finds an experiment or trial by any unique part of its id, or by {@code last}. */
final class ExperimentFinder {
    static final String HELP = "its id, a unique part of it, or 'last'";

    private static final int UUID_LENGTH = 36;
    private static final int MAX_NAMED = 5;

    private final Api api;

    ExperimentFinder(Api api) {
        this.api = api;
    }

    UUID experiment(String fragment) throws InterruptedException {
        String wanted = fragment.toLowerCase(Locale.ROOT);
        if (wanted.length() == UUID_LENGTH) {
            return UUID.fromString(wanted);
        }
        if (wanted.equals("last")) {
            return api.experiments(Map.of("limit", "1")).experiments().stream()
                    .findFirst()
                    .orElseThrow(() -> new CliException(
                            ExitCode.USAGE, "there are no experiments yet; submit one with ./lossline submit"))
                    .id();
        }
        ExperimentPageRepresentation found = wanted.isBlank()
                ? new ExperimentPageRepresentation(List.of(), 0, null)
                : api.experiments(Map.of("id", wanted, "limit", Integer.toString(MAX_NAMED)));
        return switch (found.total()) {
            case 0 ->
                throw new CliException(
                        ExitCode.USAGE, "no experiment id contains '%s'; see ./lossline list".formatted(fragment));
            case 1 -> found.experiments().getFirst().id();
            default -> throw new CliException(ExitCode.USAGE, ambiguous(fragment, found));
        };
    }

    /** Parses a trial: its experiment's id or a part of it, a dot, and the trial's number. */
    TrialId trial(String text) throws InterruptedException {
        int dot = text.lastIndexOf('.');
        try {
            int number = Integer.parseInt(text.substring(dot + 1));
            if (dot > 0 && number > 0) {
                return new TrialId(experiment(text.substring(0, dot)), number);
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new CliException(
                ExitCode.USAGE,
                "invalid trial '%s'; expected <experiment>.<number>, such as last.1; see ./lossline show last"
                        .formatted(text));
    }

    private static String ambiguous(String fragment, ExperimentPageRepresentation found) {
        StringBuilder message = new StringBuilder("%d experiment ids contain '%s':".formatted(found.total(), fragment));
        found.experiments()
                .forEach(e -> message.append("\n  ").append(e.id()).append("  ").append(e.name()));
        if (found.total() > found.experiments().size()) {
            message.append("\n  and %d more"
                    .formatted(found.total() - found.experiments().size()));
        }
        return message.append("\nGive a longer part of the id.").toString();
    }
}
