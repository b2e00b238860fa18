package dev.lossline.contract.api;

import dev.lossline.specification.violation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error: {@code application/problem+json}, RFC 9457.
 *
 * @param type a URI reference that identifies the type of problem
 * @param status the HTTP status
 * @param violations the errors by field; null if the problem is not about fields
 */
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable List<Violation> violations) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The URI of one of our problem types, such as {@code invalid-specification}. */
    public static String type(String kind) {
        return "urn:lossline:problem:" + kind;
    }
}
