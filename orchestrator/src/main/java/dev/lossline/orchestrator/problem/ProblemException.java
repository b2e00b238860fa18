package dev.lossline.orchestrator.problem;

import dev.lossline.contract.api.Problem;
import dev.lossline.specification.document.MalformedDocumentException;
import dev.lossline.specification.violation.Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A request that cannot be fulfilled, with the problem document for the client. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    private ProblemException(Problem problem, Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /** A problem for a malformed document, including the location of the error. */
    public static ProblemException malformed(MalformedDocumentException e) {
        Violation violation = Violation.of(e.location(), e.getMessage());
        return new ProblemException(
                new Problem(
                        Problem.type("malformed-document"),
                        "Malformed document",
                        400,
                        violation.toString(),
                        List.of(violation)),
                e);
    }

    public static ProblemException endedEarly(IOException cause) {
        return new ProblemException(
                new Problem(
                        Problem.type("malformed-document"),
                        "Malformed document",
                        400,
                        "The body ended early. Send it again.",
                        null),
                cause);
    }

    public static ProblemException badParameter(Violation violation) {
        return new ProblemException(
                new Problem(
                        Problem.type("invalid-parameter"),
                        "Invalid parameter",
                        400,
                        violation.toString(),
                        List.of(violation)),
                null);
    }

    public static ProblemException tooLarge(long most) {
        return of("document-too-large", "Document too large", 413, "The maximum size is " + most + " bytes.");
    }

    public static ProblemException tooSlow(Duration most) {
        return of("body-too-slow", "Request timeout", 408, "The body must arrive within " + most.toSeconds() + " s.");
    }

    public static ProblemException notFound(String what, Object id) {
        return of("not-found", "Not found", 404, "There is no " + what + " " + id + ".");
    }

    public static ProblemException missing(String detail) {
        return of("not-found", "Not found", 404, detail);
    }

    public static ProblemException conflict(String detail) {
        return of("conflict", "Conflict with the current state", 409, detail);
    }

    public static ProblemException reusedKey(String key, UUID id) {
        return of(
                "idempotency-key-reused",
                "Idempotency-Key already used",
                422,
                "The key '" + key + "' was used to submit the different experiment " + id + ". Use a new key.");
    }

    public static ProblemException busy(String detail) {
        return of("busy", "Too many requests", 503, detail);
    }

    public static ProblemException unavailable(String detail, Throwable cause) {
        return new ProblemException(
                new Problem(Problem.type("unavailable"), "Temporarily unavailable", 503, detail, null), cause);
    }

    private static ProblemException of(String type, String title, int status, String detail) {
        return new ProblemException(new Problem(Problem.type(type), title, status, detail, null), null);
    }
}
