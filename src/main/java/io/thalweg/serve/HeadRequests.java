package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;

/**
 * {@code HEAD} is answered as {@code GET} is, by Jetty without the body (RFC 9110, section 9.3.2). Javalin would say
 * 200 wherever there is a {@code GET}, without asking it. A stream of events, whose body has no end, is left to
 * Javalin.
 */
final class HeadRequests implements Routes {
    @Override
    public void addTo(JavalinConfig server) {
        Filter filter = (request, response, chain) -> chain.doFilter(asGet(request), response);
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        server.jetty.modifyServletContextHandler(
                handler -> handler.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST)));
    }

    private static ServletRequest asGet(ServletRequest request) {
        return request instanceof HttpServletRequest http && http.getMethod().equals("HEAD") && !wantsEvents(http)
                ? new AsGet(http)
                : request;
    }

    private static boolean wantsEvents(HttpServletRequest request) {
        String accepted = request.getHeader("Accept");
        return accepted != null && accepted.contains("text/event-stream");
    }

    private static final class AsGet extends HttpServletRequestWrapper {
        AsGet(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return "GET";
        }
    }
}
