package io.thalweg.serve;

import io.thalweg.config.ServeSettings.Tls;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows new connections what the files of certificate and key have become. What cannot be used, such as one of the two
 * before the other was changed, is said, and the one before stays.
 */
final class CertificateWatch extends AbstractLifeCycle {
    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long SECONDS = 5;

    private final Tls.Files files;
    private final Scheduler scheduler;
    private final SslContextFactory.Server factory;
    private Certificate shown;
    private String said = "";

    CertificateWatch(Tls.Files files, Scheduler scheduler) {
        this.files = files;
        this.scheduler = scheduler;
        shown = Certificate.read(files);
        factory = shown.factory();
    }

    /** What to show to whom connects. */
    SslContextFactory.Server factory() {
        return factory;
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    private void lookLater() {
        scheduler.schedule(this::look, SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        try {
            show(Certificate.read(files));
            said = "";
        } catch (Exception e) { // whatever it is, one looks again
            complain(String.valueOf(e.getMessage()));
        } finally {
            lookLater();
        }
    }

    private void show(Certificate now) throws Exception {
        if (!now.equals(shown)) {
            factory.reload(changed -> changed.setKeyStore(now.store()));
            shown = now;
            log.info("{} has changed: new connections are shown what it has now", files.certificate());
        }
    }

    private void complain(String why) {
        if (!why.equals(said)) {
            log.warn("what was shown before is still shown: {}", why);
            said = why;
        }
    }
}
