package dev.lossline.contract.api;

import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.TrialSpecification;
import java.util.List;

/** A preview of an experiment: its specification with defaults filled in, and the specification of each trial. */
public record PreviewRepresentation(ExperimentSpecification specification, List<TrialSpecification> trials) {}
