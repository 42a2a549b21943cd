package io.thalweg.score;

import io.thalweg.ingest.ObservationBuilder;
import java.nio.file.Path;

/** Somebody else's program: scores a few events by a snapshot's file, and says each task's. */
final class ScoreFile {
    private ScoreFile() {}

    public static void main(String... arguments) {
        System.out.println(say(Scorer.open(Path.of(arguments[0]))));
    }

    static String say(Scorer scorer) {
        StringBuilder said = new StringBuilder();
        Desk desk = scorer.desk();
        for (int i = 0; i < 5; i++) {
            ObservationBuilder fields = desk.ask();
            fields.time(scorer.column("at"), 1_700_000_000_000L + i * 3_600_000L);
            fields.text(scorer.column("user"), "anna");
            fields.number(scorer.column("price"), i);
            if (desk.answer().isPresent()) {
                throw new IllegalStateException(desk.answer().get().detail());
            }
            for (int task = 0; task < scorer.tasks().size(); task++) {
                said.append(desk.score(task)).append(' ');
            }
        }
        return said.toString();
    }
}
