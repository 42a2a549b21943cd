package io.thalweg.stream;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The trace context of a record (W3C Trace Context, level 1, sections 3.2 and 3.3) as it came, byte for byte; what is
 * malformed is left out. We add no span of our own: the same parent stands on whatever is made of the record.
 *
 * @param state null if there is none
 */
record TraceContext(byte[] parent, byte @Nullable [] state) {
    static final String PARENT = "traceparent";
    static final String STATE = "tracestate";
    static final int LONGEST = 512; // bytes of either; what the standard has everybody pass on

    private static final int MEMBERS = 32;
    /** Version ff and ids of zeros only are invalid; only versions after 00 may say more. */
    private static final Pattern PARENT_FORM = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:(?<!^00.{53})-[ -~]*)?");

    private static final Pattern MEMBER =
            Pattern.compile("[ \t]*(?:[a-z0-9][a-z0-9_\\-*/@]{0,255}=[ -+\\--<>-~]{0,255}[!-+\\--<>-~])?[ \t]*");

    /** Of a record with these headers; null without a valid one. */
    static @Nullable TraceContext of(Headers headers) {
        byte[] parent = only(headers, PARENT);
        if (parent == null || !PARENT_FORM.matcher(text(parent)).matches()) {
            return null;
        }
        byte[] state = only(headers, STATE);
        return new TraceContext(parent, state != null && state.length > 0 && isState(text(state)) ? state : null);
    }

    /** Of the headers those that go on; null if none does. */
    static @Nullable Headers headers(Headers from) {
        TraceContext found = of(from);
        return found == null ? null : found.headers();
    }

    Headers headers() {
        Headers headers = new RecordHeaders().add(PARENT, parent);
        return state == null ? headers : headers.add(STATE, state);
    }

    /** The only value of this name; null if there is none, more than one, or a long one. */
    private static byte @Nullable [] only(Headers headers, String name) {
        Iterator<Header> found = headers.headers(name).iterator();
        byte[] value = found.hasNext() ? found.next().value() : null;
        return value == null || value.length > LONGEST || found.hasNext() ? null : value;
    }

    private static boolean isState(String state) {
        String[] members = state.split(",", -1);
        boolean valid = members.length <= MEMBERS;
        for (String member : members) {
            valid = valid && MEMBER.matcher(member).matches();
        }
        return valid;
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1);
    }
}
