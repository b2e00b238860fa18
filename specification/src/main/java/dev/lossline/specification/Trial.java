package dev.lossline.specification;

/** One training run of an experiment's expansion. */
public record Trial(TrialId id, TrialSpecification specification) {}
