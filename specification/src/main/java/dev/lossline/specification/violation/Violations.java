package dev.lossline.specification.violation;

import dev.lossline.specification.document.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Supplier;

/** Collects violations without duplicates, up to a hundred: a document can have as many errors as bytes. */
public final class Violations {
    private static final int MAX_COUNT = 100;

    private final SequencedSet<Violation> first = new LinkedHashSet<>();

    public void add(Violation violation) {
        if (!isFull()) {
            first.add(violation);
        }
    }

    void addAll(Collection<Violation> violations) {
        violations.forEach(this::add);
    }

    boolean isEmpty() {
        return first.isEmpty();
    }

    public boolean isFull() {
        return first.size() >= MAX_COUNT;
    }

    public List<Violation> all() {
        return List.copyOf(first);
    }

    public boolean hasField(String field) {
        return first.stream().anyMatch(violation -> violation.field().equals(field));
    }

    /** Returns the result of {@code make}, or the stand-in if it throws, which allows the rest to be checked. */
    public <T> T valid(Supplier<T> make, Supplier<T> standIn) {
        try {
            return make.get();
        } catch (InvalidSpecificationException e) {
            addAll(e.violations());
            return standIn.get();
        }
    }

    /**
     * Ends the collection.
     *
     * @throws InvalidSpecificationException if there are violations
     */
    public void refuse() {
        if (!isEmpty()) {
            throw new InvalidSpecificationException(List.copyOf(first));
        }
    }

    /**
     * Throws the violations with the locations of their fields, in document order.
     *
     * @throws InvalidSpecificationException if there are violations
     */
    public void refuse(Node document) {
        SequencedSet<Violation> located = new LinkedHashSet<>();
        first.forEach(violation -> located.add(FieldFinder.locate(violation, document)));
        if (!located.isEmpty()) {
            throw new InvalidSpecificationException(located.stream()
                    .sorted(Comparator.comparing(
                                    Violation::line, Comparator.nullsLast(Comparator.<Integer>naturalOrder()))
                            .thenComparing(Violation::column, Comparator.nullsLast(Comparator.<Integer>naturalOrder())))
                    .toList());
        }
    }
}
