package dev.lossline.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A pod of a service, which has one container.
 *
 * @param service the name of what makes it
 */
record Pod(String service, JsonNode template) {

    JsonNode spec() {
        return template.path("spec");
    }

    JsonNode container() {
        return spec().required("containers").required(0);
    }

    /** The module that its image is built from. */
    String module() {
        return container().required("image").asText().replaceFirst("^.*/", "");
    }

    Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        template.at("/metadata/labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    /** Its own variables; a value is given, or is a key of a Secret. */
    Stream<JsonNode> variables() {
        return Manifests.stream(container().path("env"));
    }

    /** The environment variables of its container, including those of ConfigMaps; values from Secrets are empty. */
    Map<String, String> environment(Manifests manifests) {
        Map<String, String> environment = new HashMap<>();
        Manifests.stream(container().path("envFrom"))
                .forEach(from -> manifests
                        .one(
                                Manifests.Kind.ConfigMap,
                                from.at("/configMapRef/name").asText())
                        .required("data")
                        .properties()
                        .forEach(entry ->
                                environment.put(entry.getKey(), entry.getValue().asText())));
        variables()
                .forEach(variable -> environment.put(
                        variable.required("name").asText(),
                        variable.path("value").asText()));
        return environment;
    }
}
