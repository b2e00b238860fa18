package dev.lossline.cli.api;

import dev.lossline.contract.api.Problem;
import dev.lossline.specification.violation.Violation;

/** The API rejected a request. */
public final class ApiProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ApiProblemException(int status, Problem problem) {
        super(message(problem));
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** One line per violation, or the problem's detail. */
    private static String message(Problem problem) {
        StringBuilder message = new StringBuilder(problem.title() == null ? "the request failed" : problem.title());
        if (problem.violations() == null || problem.violations().isEmpty()) {
            return problem.detail() == null ? message.toString() : message + ": " + problem.detail();
        }
        for (Violation violation : problem.violations()) {
            message.append("\n  ").append(violation);
        }
        return message.toString();
    }
}
