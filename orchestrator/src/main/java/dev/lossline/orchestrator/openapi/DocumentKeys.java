package dev.lossline.orchestrator.openapi;

import dev.lossline.specification.ExperimentKeys;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Reference;
import dev.lossline.specification.Training;
import dev.lossline.specification.key.Interval;
import dev.lossline.specification.key.Key;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * The keys of an experiment document, as properties of the schemas of its types: descriptions, ranges and defaults. Only
 * the name, and the type of an optimizer, are required in a submission. Responses contain all others, too.
 */
final class DocumentKeys {
    private static final Map<Class<?>, List<Key>> KEYS = Map.of(
            ExperimentSpecification.class, ExperimentKeys.EXPERIMENT.keys(),
            ExperimentSpecification.Search.class, ExperimentKeys.SEARCH.keys(),
            Model.class, ExperimentKeys.MODEL.keys(),
            Training.class, ExperimentKeys.TRAINING.keys(),
            Reference.class, ExperimentKeys.REFERENCE.keys(),
            Reference.Result.class, ExperimentKeys.RESULTS.element().keys(),
            Optimizer.Sgd.class, ExperimentKeys.OPTIMIZER.keys().get(Optimizer.Type.SGD),
            Optimizer.Adam.class, ExperimentKeys.OPTIMIZER.keys().get(Optimizer.Type.ADAM),
            Optimizer.AdamW.class, ExperimentKeys.OPTIMIZER.keys().get(Optimizer.Type.ADAMW));

    private DocumentKeys() {}

    /** Whether a property must be present, as far as documents decide that. */
    static boolean isRequired(Class<?> type, String property) {
        return key(type, property)
                .filter(key -> !key.equals(ExperimentKeys.NAME))
                .isEmpty();
    }

    /** Adds what is known of a property, if it is a key of a document. */
    static void describe(Class<?> type, String property, Schema schema) {
        key(type, property).ifPresent(key -> describe(schema.description(key.description()), key));
    }

    private static Optional<Key> key(Class<?> type, String property) {
        return KEYS.getOrDefault(type, List.of()).stream()
                .filter(key -> key.name().equals(property))
                .findFirst();
    }

    private static void describe(Schema schema, Key key) {
        switch (key) {
            case Key.Text text -> schema.maxLength(text.maxLength() == Integer.MAX_VALUE ? null : text.maxLength());
            case Key.Flag flag -> schema.defaultValue(flag.otherwise());
            case Key.Whole whole -> limit(schema, whole).defaultValue(whole.otherwise());
            case Key.Decimal decimal -> limit(schema, decimal.range()).defaultValue(decimal.otherwise());
            case Key.Wholes wholes -> {
                limit(schema.getItems(), wholes.element());
                if (!"int64".equals(schema.getItems().getFormat())) {
                    // For lists of long integers, openapi-generator would write Java that does not compile.
                    schema.defaultValue(wholes.otherwise());
                }
            }
            case Key.Constants<?> constants -> schema.defaultValue(List.of(defaultName(constants.element())));
            case Key.Constant<?> ignored -> {}
            case Key.Section ignored -> {}
            case Key.Sections ignored -> {}
            case Key.Variants<?> ignored -> {}
            case Key.Grids ignored -> {}
            case Key.Condition ignored -> {}
        }
    }

    private static <E extends Enum<E>> String defaultName(Key.Constant<E> constant) {
        return constant.nameOf(constant.otherwise());
    }

    private static Schema limit(Schema schema, Key.Whole whole) {
        return schema.minimum(BigDecimal.valueOf(whole.min()))
                .maximum(whole.max() == Long.MAX_VALUE ? null : BigDecimal.valueOf(whole.max()));
    }

    private static Schema limit(Schema schema, Interval range) {
        BigDecimal max = Double.isInfinite(range.max()) ? null : BigDecimal.valueOf(range.max());
        BigDecimal min = BigDecimal.valueOf(range.min());
        if (range.hasMin()) {
            schema.setMinimum(min);
        } else {
            schema.setExclusiveMinimum(min);
        }
        return range.hasMax() ? schema.maximum(max) : schema.exclusiveMaximum(max);
    }
}
