package io.thalweg.regularise;

import io.thalweg.check.Require;
import java.util.List;

/**
 * What parameters pay for being large: learning goes down
 *
 * <pre>
 * mean loss of an example  +  l1 sum |w|  +  l2 / 2 sum w^2  +  group sum over rows |row|
 * </pre>
 *
 * where the row of a group is what all tasks have for one input or bucket (l2,1: Obozinski, Taskar and Jordan 2010;
 * online: Yang, Xu, King and Lyu 2010), so that an input that helps nobody is switched off for everybody.
 *
 * <p>It is paid in proximal steps behind those of the optimiser (FOBOS: Duchi and Singer 2009; with strides of each
 * number's own: Duchi, Hazan and Singer 2011, section 5), so that what is 0 is exactly 0:
 *
 * <pre>
 * |w| becomes max(0, |w| - stride l1) / (1 + stride l2)       the same for the length of a group's row, with group for l1
 * </pre>
 *
 * where {@code stride w} is how far the optimiser would go for a slope of w. Losses and their slopes are means over a
 * batch, so a weight is 0 where its mean slope is below l1, whatever the size of a batch, the rate and the optimiser.
 *
 * <p>Strides stand still while a number has no slope. So a row that nobody touches for n steps can pay for them at once
 * when it is next read (lazily: Duchi and Singer 2009, section 5): {@code |w| becomes max(0, a |w| - l1 (1 - a) / l2)}
 * with {@code a = (1 + stride l2)^-n}, and without l2 {@code max(0, |w| - n stride l1)}.
 */
public record Penalty(double l1, double l2, double group) {
    /** The highest strength. */
    public static final double STRONGEST = 100;

    public Penalty {
        requireStrength("l1", l1);
        requireStrength("l2", l2);
        requireStrength("group", group);
        Require.that(l1 > 0 || l2 > 0 || group > 0, "a regulariser needs an l1, l2 or group above 0");
        Require.that(
                l1 == 0 || group == 0,
                "l1 and group cannot be on the same parameters: their steps do not add up in closed form; put them on"
                        + " different ones");
    }

    private static void requireStrength(String key, double strength) {
        Require.that(
                strength >= 0 && strength <= STRONGEST, "%s must be from 0 to %s, got %s", key, STRONGEST, strength);
    }

    /** Each number for itself, for one step: flat, so that it costs little behind every step of a layer. */
    public void each(float[] w, float[] strides, int from, int to) {
        float strength = (float) l1;
        float decay = (float) l2;
        for (int i = from; i < to; i++) {
            float kept = 1 / (1 + strides[i] * decay);
            float less = strength * strides[i] * kept;
            float shrunk = kept * w[i];
            w[i] = shrunk - Math.max(-less, Math.min(less, shrunk));
        }
    }

    /** The same for so many steps. */
    public void each(float[] w, float[] strides, int from, int to, double steps) {
        for (int i = from; i < to; i++) {
            float kept = (float) keep(strides[i], steps);
            float less = (float) less(l1, strides[i], steps, kept);
            float shrunk = kept * w[i];
            w[i] = shrunk - Math.max(-less, Math.min(less, shrunk));
        }
    }

    /** Some numbers of a group that is so long, at the mean stride of all its numbers. */
    public void together(float[] w, Part part, Group group, double steps) {
        if (group.length() > 0) {
            double kept = keep(group.stride(), steps);
            double length = Math.max(0, kept * group.length() - less(this.group, group.stride(), steps, kept));
            float share = (float) (length / group.length());
            for (int i = 0, at = part.from; i < part.count; i++, at += part.apart) {
                w[at] *= share;
            }
        }
    }

    /** So many numbers, so far apart. */
    public record Part(int from, int count, int apart) {}

    /** A group before its numbers pay. */
    public record Group(double length, double stride) {
        /** Of no numbers. */
        public static final Group NONE = new Group(0, 0);

        /** Of all the numbers in these parts. */
        public static Group of(float[] w, float[] strides, List<Part> parts) {
            double squares = 0;
            double sum = 0;
            int count = 0;
            for (Part part : parts) {
                for (int i = 0, at = part.from; i < part.count; i++, at += part.apart) {
                    squares += (double) w[at] * w[at];
                    sum += strides[at];
                }
                count += part.count;
            }
            return new Group(Math.sqrt(squares), sum / count);
        }
    }

    private double keep(double stride, double steps) {
        return l2 == 0 ? 1 : StrictMath.exp(-steps * StrictMath.log1p(stride * l2));
    }

    private double less(double strength, double stride, double steps, double kept) {
        if (strength == 0) {
            return 0;
        }
        return l2 == 0 ? steps * stride * strength : strength * (1 - kept) / l2;
    }
}
