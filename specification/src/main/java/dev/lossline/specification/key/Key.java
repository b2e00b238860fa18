package dev.lossline.specification.key;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A key of the experiment document. The reader, the records of a specification and the JSON Schema use the same
 * definition.
 */
public sealed interface Key {
    /** The path in the document, such as {@code training.epochs}. */
    String path();

    /** What the value means, in one or two sentences. */
    String description();

    /** The last part of the path. */
    default String name() {
        return path().substring(path().lastIndexOf('.') + 1);
    }

    /** The keys within the value; empty if it is not an object with known keys. */
    default List<Key> parts() {
        return List.of();
    }

    /** A key of a trial whose value is not an object. */
    sealed interface Setting extends Key {}

    /** A text; its default is none. */
    record Text(String path, String description, int maxLength) implements Key {}

    /** A boolean. */
    record Flag(String path, String description, boolean otherwise) implements Setting {}

    /**
     * A whole number.
     *
     * @param otherwise the default; null if there is none
     */
    record Whole(String path, String description, long min, long max, Long otherwise) implements Setting {
        public boolean contains(long value) {
            return value >= min && value <= max;
        }

        /** The allowed values, for error messages. */
        public String allowed() {
            return max == Long.MAX_VALUE
                    ? "a whole number, %d or greater".formatted(min)
                    : "a whole number from %d to %d".formatted(min, max);
        }
    }

    /**
     * A number with or without a fraction.
     *
     * @param otherwise the default; null if there is none
     */
    record Decimal(String path, String description, Interval range, Double otherwise) implements Setting {}

    /**
     * One of the constants of an enum.
     *
     * @param names the constants in the document, in the order of the enum
     */
    record Constant<E extends Enum<E>>(String path, String description, Class<E> type, List<String> names, E otherwise)
            implements Setting {
        public Constant {
            names = List.copyOf(names);
        }

        /** The name of a constant in the document. */
        public String nameOf(E constant) {
            return names.get(List.of(type.getEnumConstants()).indexOf(constant));
        }
    }

    /**
     * A list of whole numbers; a single number counts as a list with one element.
     *
     * @param element the range of each element
     * @param isSet whether the elements are different and at least one is required
     * @param maxSize the maximum number of elements
     */
    record Wholes(String path, String description, Whole element, boolean isSet, int maxSize, List<Long> otherwise)
            implements Setting {
        public Wholes {
            otherwise = List.copyOf(otherwise);
        }
    }

    /** One or more different constants; a single constant counts as a list with one element. */
    record Constants<E extends Enum<E>>(Constant<E> element) implements Key {
        @Override
        public String path() {
            return element.path();
        }

        @Override
        public String description() {
            return element.description();
        }
    }

    /** An object with keys of its own. */
    record Section(String path, String description, List<Key> keys) implements Key {
        public Section {
            keys = List.copyOf(keys);
        }

        @Override
        public List<Key> parts() {
            return keys;
        }
    }

    /**
     * An object whose other keys depend on the key {@code type}.
     *
     * @param keys the other keys of each type
     */
    record Variants<E extends Enum<E>>(String path, String description, Constant<E> type, Map<E, List<Key>> keys)
            implements Key {
        public Variants {
            keys = Map.copyOf(keys);
        }

        /** The type and the keys of all types, each path once, in the order of the types. */
        @Override
        public List<Key> parts() {
            Map<String, Key> all = new LinkedHashMap<>();
            all.put(type.path(), type);
            for (E each : type.type().getEnumConstants()) {
                keys.get(each).forEach(key -> all.putIfAbsent(key.path(), key));
            }
            return List.copyOf(all.values());
        }
    }

    /** A list of objects; a single object counts as a list with one element. */
    record Sections(Section element, int maxSize) implements Key {
        @Override
        public String path() {
            return element.path();
        }

        @Override
        public String description() {
            return element.description();
        }
    }

    /**
     * Grids that map the paths of keys to lists of values.
     *
     * @param keys the keys that a grid can vary, and those within them
     */
    record Grids(String path, String description, List<Key> keys) implements Key {
        public Grids {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A condition on trials: paths of keys with the value that a trial has there.
     *
     * @param keys the keys that a condition can name, and those within them
     */
    record Condition(String path, String description, List<Key> keys) implements Key {
        public Condition {
            keys = List.copyOf(keys);
        }
    }
}
