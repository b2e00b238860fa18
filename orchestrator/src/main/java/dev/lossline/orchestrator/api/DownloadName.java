package dev.lossline.orchestrator.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a file to download, made from user-supplied text: readable, and safe on every file system. Clients that
 * support RFC 6266 get the original letters, others get ASCII.
 */
public record DownloadName(String prefix, String text, String suffix) {
    private static final int MAX_STEM_LENGTH = 60;
    private static final String DEFAULT_STEM = "experiment";
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NON_ASCII = Pattern.compile("[^a-z0-9]+");
    private static final Pattern NON_ALPHANUMERIC = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** Converts text to lower-case ASCII letters, digits and hyphens; accents are removed. */
    public static String slug(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return stem(plain, NON_ASCII);
    }

    private static String stem(String text, Pattern separators) {
        String stem = separators.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
        int[] kept = stem.codePoints()
                .dropWhile(c -> c == '-')
                .limit(MAX_STEM_LENGTH)
                .toArray();
        String bounded = new String(kept, 0, kept.length).replaceAll("-$", "");
        return bounded.isEmpty() ? DEFAULT_STEM : bounded;
    }

    String ascii() {
        return prefix + slug(text) + suffix;
    }

    /** The value of a Content-Disposition header. */
    public String contentDisposition() {
        String whole = prefix + stem(Normalizer.normalize(text, Normalizer.Form.NFC), NON_ALPHANUMERIC) + suffix;
        String header = "attachment; filename=\"" + ascii() + "\"";
        return whole.equals(ascii())
                ? header
                : header + "; filename*=UTF-8''" + URLEncoder.encode(whole, StandardCharsets.UTF_8);
    }
}
