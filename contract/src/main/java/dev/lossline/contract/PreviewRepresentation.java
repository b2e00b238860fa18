package dev.lossline.contract;

import java.util.List;

/** What an experiment would be: its specification with the defaults filled in, and what each of its trials trains. */
public record PreviewRepresentation(ExperimentSpecification specification, List<TrialSpecification> trials) {}
