package dev.lossline.contract.api;

import java.util.UUID;

/** An experiment that was submitted but is not recorded yet. */
public record SubmittedRepresentation(UUID id) {}
