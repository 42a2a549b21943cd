package io.thalweg.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which memory has run out, and what gives more of it: the virtual machine has one error for all kinds. */
final class Shortage {
    private static final String HEAP = "it takes more memory than Java may have, which is %,d MB: give it more, such as"
            + " THALWEG_JAVA_OPTS=-Xmx4g";
    private static final String NATIVE = "the matrices outside Java's heap may take no more memory, as much as the heap"
            + " unless it is said: give them more, such as THALWEG_JAVA_OPTS=-Dorg.bytedeco.javacpp.maxbytes=4g";

    /** By a pattern in the error's message, or in its cause's; the first that is found. */
    private static final List<Map.Entry<String, String>> KINDS = List.of(
            Map.entry(
                    "native thread",
                    "the system lets this process have no more threads: raise the limit (ulimit -u; pids of a container),"
                            + " or see what else takes this machine's memory"),
            Map.entry(
                    "irect buffer memory",
                    "Java may have no more buffers outside its heap: give it more, such as"
                            + " THALWEG_JAVA_OPTS=-XX:MaxDirectMemorySize=2g"),
            Map.entry("maxBytes", NATIVE),
            Map.entry(
                    "maxPhysicalBytes",
                    "this process may take no more memory: raise the limit, with"
                            + " THALWEG_JAVA_OPTS=-Dorg.bytedeco.javacpp.maxphysicalbytes=0 to none"),
            Map.entry(
                    "Cannot allocate new",
                    "this machine or container has no memory left for matrices outside Java's heap: give it more, or the"
                            + " heap less (THALWEG_JAVA_OPTS=-Xmx)"),
            Map.entry("heap space|GC overhead limit|array size exceeds", HEAP));

    private Shortage() {}

    /** What to do. */
    static String advice(Throwable failure) {
        String said = Failures.causes(failure).stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .collect(Collectors.joining("\n"));
        String advice = KINDS.stream()
                .filter(kind -> Pattern.compile(kind.getKey()).matcher(said).find())
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse("it has run out of memory");
        return String.format(Locale.ROOT, advice, Runtime.getRuntime().maxMemory() >> 20);
    }
}
