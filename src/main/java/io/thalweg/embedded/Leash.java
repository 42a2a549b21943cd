package io.thalweg.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The child's end of the line to its parent: standard input, which ends when the parent does. */
final class Leash {
    private static final long PATIENCE_MILLIS = 30_000;

    private final PrintStream parent = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);

    /** From now on the parent's end is ours, and what anybody prints goes to the log. */
    static Leash tie() {
        Leash leash = new Leash();
        System.setOut(System.err);
        Thread watch = new Thread(Leash::exitWithParent, "leash");
        watch.setDaemon(true);
        watch.start();
        return leash;
    }

    /**
     * Tells the parent that the child is ready. Ctrl-C reaches the whole process group; the parent still needs its
     * children while it closes, so from here on they leave the answer to it.
     */
    void ready() {
        for (String signal : new String[] {"INT", "HUP"}) {
            Signal.handle(new Signal(signal), SignalHandler.SIG_IGN);
        }
        parent.println(ChildJvm.READY);
        parent.flush();
    }

    private static void exitWithParent() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            System.err.println("standard input failed: " + e);
        }
        Thread lastResort = new Thread(Leash::haltAfterPatience, "last resort");
        lastResort.setDaemon(true);
        lastResort.start();
        System.exit(0);
    }

    private static void haltAfterPatience() {
        try {
            Thread.sleep(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
