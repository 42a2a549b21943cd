package io.thalweg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether there are a container engine and images that are made of the sources that stand here. */
public final class Images {
    private static final String LABEL = "{{index .Config.Labels \"io.thalweg.sources\"}}";

    private Images() {}

    /** Why these images cannot be tested on this machine; empty if they can. Images of others say no sources. */
    public static Optional<String> obstacle(String... images) {
        if (say("docker", "version").isEmpty()) {
            return Optional.of("no container engine answers (`docker version` fails)");
        }
        String here = say("docker/sources").orElseThrow();
        return Arrays.stream(images)
                .flatMap(image -> obstacle(image, here).stream())
                .findFirst();
    }

    private static Optional<String> obstacle(String image, String here) {
        Optional<String> sources = say("docker", "image", "inspect", "--format", LABEL, image);
        if (sources.isEmpty()) {
            return Optional.of("there is no image " + image + ": docker/airgap/build.sh makes it");
        }
        return List.of("", here).contains(sources.get())
                ? Optional.empty()
                : Optional.of(image + " is not made of these sources: run docker/airgap/build.sh again");
    }

    /** What a command says; empty if it fails or is not there. */
    public static Optional<String> say(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
