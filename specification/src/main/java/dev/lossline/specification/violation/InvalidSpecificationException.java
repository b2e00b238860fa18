package dev.lossline.specification.violation;

import java.util.List;
import java.util.stream.Collectors;

/** A specification that cannot be run, with all its violations. */
public final class InvalidSpecificationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<Violation> violations;

    public InvalidSpecificationException(Violation violation) {
        this(List.of(violation));
    }

    public InvalidSpecificationException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
