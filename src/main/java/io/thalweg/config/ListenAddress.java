package io.thalweg.config;

import io.thalweg.check.Require;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens, such as {@code 127.0.0.1:8080} or {@code [::1]:8080}.
 *
 * @param host a name or an address, an IPv6 address without its brackets
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):(\\d{1,5})");
    private static final int LAST_PORT = 65_535;

    /** @throws IllegalArgumentException if the text is no {@code HOST:PORT}; says what is allowed */
    public static ListenAddress parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        boolean fits = form.matches() && Integer.parseInt(form.group(2)) <= LAST_PORT;
        Require.that(
                fits,
                "'%s' is no address to listen on; allowed is HOST:PORT with a port from 0 to 65535, such as"
                        + " 127.0.0.1:8080 or [::1]:8080",
                text);
        return new ListenAddress(form.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(form.group(2)));
    }

    /** Whether nobody but this machine can reach it. A host that has no address is not believed to be local. */
    public boolean isLoopback() {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** As it was written. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
