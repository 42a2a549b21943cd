package io.thalweg.app.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far a long piece of work is: a bar with rate and time left on a terminal, now and then a line elsewhere.
 */
public final class Progress implements AutoCloseable {
    private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int LOOK_EVERY = 1_024; // steps between looks at the clock

    private final String what;
    private final long total; // or -1: unknown
    private final PrintWriter err;
    private final @Nullable ProgressBar bar;
    private final long start = System.nanoTime();
    private long done;
    private long lastLook;
    private long lastLine = start;

    /** @param total steps in all, or -1 where nobody knows */
    public Progress(String what, long total, PrintWriter err) {
        this.what = what;
        this.total = total;
        this.err = err;
        bar = isTerminal()
                ? new ProgressBarBuilder()
                        .setTaskName(what)
                        .setInitialMax(total)
                        .showSpeed()
                        .setUpdateIntervalMillis(200)
                        .build()
                : null;
    }

    /** Whether somebody is looking. */
    public static boolean isTerminal() {
        return System.console() != null && System.getenv("TERM") != null;
    }

    public void step() {
        stepTo(done + 1);
    }

    public void stepTo(long newDone) {
        done = newDone;
        if (done - lastLook < LOOK_EVERY) {
            return;
        }
        lastLook = done;
        if (bar != null) {
            bar.stepTo(done);
            return;
        }
        long now = System.nanoTime();
        if (now - lastLine >= LINE_EVERY_NANOS) {
            lastLine = now;
            err.println(line((now - start) / 1e9));
            err.flush();
        }
    }

    private String line(double seconds) {
        double rate = done / seconds;
        return total <= 0
                ? String.format(Locale.ROOT, "%s: %,d, %,.0f/s", what, done, rate)
                : String.format(
                        Locale.ROOT,
                        "%s: %,d of %,d, %,.0f/s, %.0f s left",
                        what,
                        done,
                        total,
                        rate,
                        (total - done) / rate);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.stepTo(done);
            bar.close();
        }
    }
}
