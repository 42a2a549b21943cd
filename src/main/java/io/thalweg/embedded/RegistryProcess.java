package io.thalweg.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Main class of the registry's JVM: runs the Quarkus runner jar as {@code java -jar} would, but on our leash.
 * Arguments: the jar and the address that answers when the registry is ready; its settings are system properties.
 */
final class RegistryProcess {
    private static final int PAUSE_MILLIS = 50;
    private static final int TIMEOUT_MILLIS = 5_000;

    private RegistryProcess() {}

    public static void main(String[] arguments) throws Exception {
        Leash leash = Leash.tie();
        Thread registry = runner(Path.of(arguments[0]));
        registry.start();
        URL url = URI.create(arguments[1]).toURL();
        while (!answers(url)) {
            Thread.sleep(PAUSE_MILLIS);
        }
        leash.ready();
        registry.join();
    }

    // Its own class loader beside ours: Quarkus must not see our libraries, nor we its older ones.
    private static Thread runner(Path jar) throws IOException {
        URL[] classPath = {jar.toUri().toURL()};
        ClassLoader loader = new URLClassLoader("registry", classPath, ClassLoader.getPlatformClassLoader());
        Thread thread = new Thread(() -> run(loader), "registry");
        thread.setContextClassLoader(loader);
        return thread;
    }

    private static void run(ClassLoader loader) {
        try {
            Class.forName("io.quarkus.runner.GeneratedMain", true, loader)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } catch (ReflectiveOperationException e) {
            e.printStackTrace();
        }
        System.exit(1);
    }

    private static boolean answers(URL url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
