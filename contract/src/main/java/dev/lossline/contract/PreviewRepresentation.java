package dev.lossline.contract;

import java.util.List;

/** A preview of an experiment: its specification with defaults filled in, and the specification of each trial. */
public record PreviewRepresentation(ExperimentSpecification specification, List<TrialSpecification> trials) {}
