package dev.lossline.orchestrator.openapi;

import dev.lossline.contract.api.DeadLetterRepresentation;
import dev.lossline.contract.api.MisclassifiedRepresentation;
import dev.lossline.contract.api.RecordingRepresentation;
import dev.lossline.contract.api.ReferenceRepresentation;
import dev.lossline.specification.Reference;
import java.util.Map;

/** The names of schemas. Generated clients use them as names of classes, so they say what they are without context. */
final class SchemaNames {
    private static final Map<Class<?>, String> CHOSEN = Map.of(
            DeadLetterRepresentation.Header.class, "MessageHeader",
            DeadLetterRepresentation.Resent.class, "ResentMessage",
            MisclassifiedRepresentation.class, "MisclassifiedExamples",
            MisclassifiedRepresentation.Example.class, "TestExample",
            RecordingRepresentation.Partition.class, "RecordedPartition",
            ReferenceRepresentation.class, "PublishedResults",
            Reference.Result.class, "PublishedResult");

    private SchemaNames() {}

    /** The type's simple name without {@code Representation}, unless another one was chosen. */
    static String of(Class<?> type) {
        return CHOSEN.getOrDefault(type, type.getSimpleName().replaceFirst("Representation$", ""));
    }
}
