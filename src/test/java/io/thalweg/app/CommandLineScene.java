package io.thalweg.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** A directory, the commands that are run in it, and what they said. */
public final class CommandLineScene {
    public static final String CONFIG = """
            app: visits
            time: at
            key: id
            features:
              user: { type: categorical }
              item: { type: categorical }
              price: { type: numeric, transform: [log1p, standardise] }
              visit: { type: count, of: [user, item] }
            tasks:
              click: { topic: visits, label: clicked, loss: logistic }
              dwell: { topic: visits, label: { field: dwell_s, transform: [log1p] }, loss: squared }
            model:
              embedding: { buckets: 2^10, dimension: 4 }
              layers: { shared: [8] }
            batch: { size: 16, max-age: 1h }
            """;

    private final Path directory;
    private String out = "";
    private String err = "";

    public CommandLineScene(Path directory) {
        this.directory = directory;
    }

    /** Writes a file and answers its path. */
    public String file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Visits by users of whom every other one likes to click, in order of time. */
    public String visits(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("at,id,user,item,price,clicked,dwell_s\n");
        for (int i = 0; i < rows; i++) {
            int user = random.nextInt(20);
            int item = random.nextInt(10);
            boolean clicked = random.nextDouble() < (user % 2 == 0 ? 0.8 : 0.1);
            csv.append(1_600_000_000L + i)
                    .append(",e")
                    .append(i)
                    .append(",u")
                    .append(user)
                    .append(",i")
                    .append(item)
                    .append(',')
                    .append(random.nextInt(100))
                    .append(clicked ? ",1," + (5 + user + random.nextInt(10)) : ",0,")
                    .append('\n');
        }
        return file("visits.csv", csv.toString());
    }

    /** The same, but from a row on it is the other users who like to click. */
    public String turningVisits(int rows, int turn, long seed) {
        String[] lines =
                text(Path.of(visits(rows, seed)).getFileName().toString()).split("\n");
        Matcher user = Pattern.compile(",u(\\d+),").matcher("");
        for (int row = turn + 1; row < lines.length; row++) {
            lines[row] = user.reset(lines[row])
                    .replaceFirst(found -> ",u%d,".formatted(Integer.parseInt(found.group(1)) ^ 1));
        }
        return file("turning.csv", String.join("\n", lines) + "\n");
    }

    public int run(String... arguments) {
        StringWriter saidOut = new StringWriter();
        StringWriter saidErr = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(saidOut)).setErr(new PrintWriter(saidErr));
        int code = line.execute(arguments);
        out = saidOut.toString();
        err = saidErr.toString();
        return code;
    }

    public String out() {
        return out;
    }

    public String err() {
        return err;
    }

    /** The lines of standard output. */
    public List<String> lines() {
        return Arrays.asList(out.split("\n"));
    }

    public String text(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String path(String name) {
        return directory.resolve(name).toString();
    }
}
