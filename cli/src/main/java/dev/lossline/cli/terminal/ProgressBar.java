package dev.lossline.cli.terminal;

/** A progress bar with a resolution of an eighth of a character. */
public final class ProgressBar {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
    private static final int PARTS = 8;

    private ProgressBar() {}

    /** A bar of {@code width} characters, filled to {@code fraction}, 0 to 1. */
    public static String of(double fraction, int width) {
        int eighths = (int) Math.round(Math.clamp(fraction, 0, 1) * width * PARTS);
        int full = eighths / PARTS;
        StringBuilder bar = new StringBuilder("█".repeat(full));
        if (full < width && eighths % PARTS > 0) {
            bar.append(EIGHTHS.charAt(eighths % PARTS));
        }
        return bar.append("░".repeat(width - bar.length())).toString();
    }
}
