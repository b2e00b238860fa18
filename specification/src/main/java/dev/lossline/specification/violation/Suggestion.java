package dev.lossline.specification.violation;

import java.util.Collection;
import java.util.Locale;

/** Suggests known names for unknown ones. */
public final class Suggestion {
    private static final int MAX_LENGTH = 60;

    private Suggestion() {}

    /** The name closest to the one written; null if none is close. */
    public static String of(String written, Collection<String> names) {
        if (written.isEmpty() || written.length() > MAX_LENGTH) {
            return null;
        }
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String name : names) {
            int distance = distance(plain(written), plain(name));
            if (distance < least && distance <= Math.max(1, Math.min(written.length(), name.length()) / 3)) {
                nearest = name;
                least = distance;
            }
        }
        return nearest;
    }

    /** Removes case and hyphens, which do not distinguish names. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** The number of characters to insert, delete, replace or swap with the next one. */
    private static int distance(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                int replaced = distances[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                int least = Math.min(replaced, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
                if (isSwap(one, other, i, j)) {
                    least = Math.min(least, distances[i - 2][j - 2] + 1);
                }
                distances[i][j] = least;
            }
        }
        return distances[one.length()][other.length()];
    }

    private static boolean isSwap(String one, String other, int i, int j) {
        return i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
