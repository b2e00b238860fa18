package dev.lossline.contract.api;

import dev.lossline.contract.event.TrialEvent;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.evaluation.ClassMetric;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An evaluation; the fields are those of {@link TrialEvent.TrialEvaluated}. */
public record EvaluationRepresentation(
        TrialId trialId,
        Instant occurredAt,
        long examples,
        double loss,
        double accuracy,
        List<List<Long>> confusion,
        List<ClassMetric> classes,
        String modelSha256,
        @Nullable String weightsSha256) {}
