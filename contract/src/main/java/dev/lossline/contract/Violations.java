package dev.lossline.contract;

import dev.lossline.contract.document.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Supplier;

/**
 * What was found wrong so far, each thing once. The first hundred are enough: a document can be wrong in as many places
 * as it has bytes.
 */
final class Violations {
    private static final int MAX_COUNT = 100;

    private final SequencedSet<Violation> first = new LinkedHashSet<>();

    void add(Violation violation) {
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

    boolean isFull() {
        return first.size() >= MAX_COUNT;
    }

    List<Violation> all() {
        return List.copyOf(first);
    }

    boolean hasField(String field) {
        return first.stream().anyMatch(violation -> violation.field().equals(field));
    }

    /** What {@code make} makes; if that is refused, what stands in for it, so that the rest is checked too. */
    <T> T valid(Supplier<T> make, Supplier<T> standIn) {
        try {
            return make.get();
        } catch (InvalidSpecificationException e) {
            addAll(e.violations());
            return standIn.get();
        }
    }

    /** @throws InvalidSpecificationException if anything is wrong */
    void refuse() {
        if (!isEmpty()) {
            throw new InvalidSpecificationException(List.copyOf(first));
        }
    }

    /**
     * Refuses with the places of the fields in a document, in their order.
     *
     * @throws InvalidSpecificationException if anything is wrong
     */
    void refuse(Node document) {
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
