package io.thalweg.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.Serial;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** Whether an object is one that a cluster would take: no unknown field anywhere, none missing, all of their types. */
final class KubernetesSchema {
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new NothingBesides())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private KubernetesSchema() {}

    /** What is wrong with it, if anything is. */
    static Optional<String> complaint(JsonNode object) {
        String kind = object.path("kind").asText();
        try {
            switch (kind) {
                case "ServiceMonitor" -> STRICT.treeToValue(object, ServiceMonitor.class);
                case "PrometheusRule" -> STRICT.treeToValue(object, PrometheusRule.class);
                default -> validate(object, kind);
            }
            return Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.of(kind + ": " + e.getMessage());
        }
    }

    /** By what Kubernetes' own client knows of its OpenAPI document. */
    private static void validate(JsonNode object, String kind) {
        String version = object.path("apiVersion").asText().replaceAll(".*/", "");
        String name = "io.kubernetes.client.openapi.models.V" + version.substring(1) + kind;
        try {
            Class<?> model = Class.forName(name);
            JsonElement element = JsonParser.parseString(object.toString());
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, element);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("there is no " + object.path("apiVersion") + " " + kind, e);
        }
    }

    /** Unknown fields would otherwise be kept aside without a word. */
    private static final class NothingBesides extends JacksonAnnotationIntrospector {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }
}
