package io.thalweg.app.console;

/** Fewer log lines, for commands that have a table or a report of their own to show. */
public final class Quiet {
    private Quiet() {}

    /** Asks for it, unless somebody has decided otherwise; to be called before anybody logs, see logback.xml. */
    public static void ask() {
        lower("thalweg.log", "WARN");
        lower("thalweg.log.others", "ERROR"); // Kafka's clients warn of what is usual at a start
    }

    private static void lower(String property, String level) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, level);
        }
    }
}
