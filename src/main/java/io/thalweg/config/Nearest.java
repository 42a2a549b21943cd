package io.thalweg.config;

import java.util.Collection;
import java.util.Locale;

/** Finds what somebody probably meant to type. */
public final class Nearest {
    private static final int TELLING = 5; // letters in common at the beginning that leave little doubt

    private Nearest() {}

    /** {@code " (did you mean 'x'?)"} with the nearest of {@code known}, or nothing where none is near. */
    public static String hint(String typed, Collection<String> known) {
        String nearest = "";
        int least = Math.max(2, typed.length() / 3) + 1;
        for (String word : known) {
            boolean beginsAlike = plain(typed).regionMatches(0, plain(word), 0, TELLING);
            int distance = Math.min(beginsAlike ? 2 : Integer.MAX_VALUE, distance(plain(typed), plain(word)));
            if (distance < least) {
                least = distance;
                nearest = word;
            }
        }
        return nearest.isEmpty() ? "" : " (did you mean '" + nearest + "'?)";
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Letters to insert, remove, replace or swap with their neighbour (Damerau 1964, restricted). */
    static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, a, b, new int[] {i, j});
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int step(int[][] steps, String a, String b, int[] at) {
        int i = at[0];
        int j = at[1];
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(steps[i - 1][j - 1] + cost, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
    }
}
