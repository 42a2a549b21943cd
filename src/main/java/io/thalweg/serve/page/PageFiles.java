package io.thalweg.serve.page;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page's files, by the paths that they are answered under; there are no others, so that no path leads anywhere
 * else. Browsers ask each time whether a file has changed: it is small, and a page of yesterday would not know today's
 * feed.
 */
final class PageFiles {
    private static final List<String> NAMES = List.of(
            "index.html",
            "page.css",
            "main.js",
            "feed.js",
            "state.js",
            "format.js",
            "parts.js",
            "chart.js",
            "tasks.js",
            "panels.js",
            "theme.js",
            "icon.svg",
            "vendor/uPlot.esm.js",
            "vendor/uPlot.min.css",
            "vendor/uPlot.LICENSE.txt");
    private static final Map<String, String> TYPES = new LinkedHashMap<>();

    /** Nothing but our own files, no script or style within the page, nobody's frame, no form. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static {
        TYPES.put("html", "text/html; charset=utf-8");
        TYPES.put("css", "text/css; charset=utf-8");
        TYPES.put("js", "text/javascript; charset=utf-8");
        TYPES.put("svg", "image/svg+xml");
        TYPES.put("txt", "text/plain; charset=utf-8");
    }

    private final Map<String, PageFile> files = new LinkedHashMap<>();

    private record PageFile(String type, byte[] bytes, String tag) {}

    PageFiles() {
        for (String name : NAMES) {
            byte[] bytes = read(name);
            String type = String.valueOf(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
            files.put(name.equals("index.html") ? "/" : "/page/" + name, new PageFile(type, bytes, tag(bytes)));
        }
    }

    List<String> paths() {
        return List.copyOf(files.keySet());
    }

    void answer(String path, Context context) {
        PageFile file = files.get(path);
        if (file == null) {
            throw new IllegalStateException("the page has no " + path);
        }
        context.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-cache")
                .header("ETag", file.tag());
        if (file.tag().equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(file.type()).result(file.bytes());
        }
    }

    private static byte[] read(String name) {
        try (InputStream stream = PageFiles.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the program has lost its page's " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
