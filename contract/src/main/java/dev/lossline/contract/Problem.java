package dev.lossline.contract;

import java.util.List;

/**
 * An error as the API returns it: {@code application/problem+json}, RFC 9457.
 *
 * @param type a URI reference of the kind of problem
 * @param status the HTTP status
 * @param violations what is wrong, field by field; null if the problem is not about fields
 */
public record Problem(String type, String title, int status, String detail, List<Violation> violations) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The URI of a kind of problem of ours, such as {@code invalid-specification}. */
    public static String type(String kind) {
        return "urn:lossline:problem:" + kind;
    }
}
