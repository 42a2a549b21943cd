package io.thalweg.serve.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A curve that never grows beyond {@link #LONGEST} points, however long it runs: the newest stand as they came, of
 * those before every second one, then every fourth, and so on. Points come in the order of their offsets; one from
 * further back means that another log has begun, and another curve.
 */
final class Curve {
    private static final int RECENT = 256;
    private static final int EARLIER = 512;
    static final int LONGEST = RECENT + EARLIER;

    private final List<Point> earlier = new ArrayList<>();
    private final Deque<Point> recent = new ArrayDeque<>();
    private final List<Point> fresh = new ArrayList<>(); // since the last look
    private long passed; // points that were too many for the recent ones
    private long stride = 1;
    private int told; // points since everything was told
    private boolean isNew = true; // whoever looked before has to forget

    void add(Point point) {
        Point last = recent.peekLast();
        if (last != null && point.offset() < last.offset()) {
            clear();
        } else if (last != null && point.offset() == last.offset()) {
            recent.removeLast();
            isNew = true;
        }
        recent.addLast(point);
        fresh.add(point);
        if (recent.size() > RECENT) {
            grow(recent.removeFirst());
        }
        isNew |= fresh.size() > RECENT;
    }

    private void clear() {
        earlier.clear();
        recent.clear();
        fresh.clear();
        passed = 0;
        stride = 1;
        isNew = true;
    }

    private void grow(Point point) {
        if (passed++ % stride == 0) {
            earlier.add(point);
        }
        if (earlier.size() > EARLIER) {
            List<Point> kept = new ArrayList<>(EARLIER / 2 + 1);
            for (int i = 0; i < earlier.size(); i += 2) {
                kept.add(earlier.get(i));
            }
            earlier.clear();
            earlier.addAll(kept);
            stride *= 2;
            isNew = true;
        }
    }

    /** All points, by offset. */
    List<Point> points() {
        List<Point> all = new ArrayList<>(earlier);
        all.addAll(recent);
        return all;
    }

    /** What came since the last look, and whether it is to be put in place of everything before. */
    Addition look() {
        told += fresh.size();
        isNew |= told > LONGEST; // or a listener would keep what the curve has thinned out
        Addition addition = new Addition(isNew, isNew ? points() : List.copyOf(fresh));
        told = isNew ? 0 : told;
        fresh.clear();
        isNew = false;
        return addition;
    }

    /** Points to be added to those shown, or to be shown instead of them. */
    record Addition(boolean isWhole, List<Point> points) {}
}
