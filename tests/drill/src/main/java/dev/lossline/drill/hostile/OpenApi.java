package dev.lossline.drill.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a service says of its own API: <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI</a>, as JSON. */
public record OpenApi(List<Operation> operations) {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    public OpenApi {
        operations = List.copyOf(operations);
    }

    /**
     * A method of a path.
     *
     * @param mediaTypes the media types of its body; empty if it has none
     * @param statuses the documented statuses, such as {@code 200} or {@code default}
     */
    public record Operation(
            String method, String path, List<Parameter> parameters, List<String> mediaTypes, Set<String> statuses) {
        public Operation {
            parameters = List.copyOf(parameters);
            mediaTypes = List.copyOf(mediaTypes);
            statuses = Set.copyOf(statuses);
        }

        public boolean writes() {
            return !Set.of("GET", "HEAD", "OPTIONS").contains(method);
        }

        /** Whether its response is an endless stream. */
        boolean streams() {
            return path.endsWith("/events");
        }
    }

    /**
     * A parameter.
     *
     * @param in {@code path}, {@code query} or {@code header}
     * @param type the type of its values, such as {@code integer}
     */
    record Parameter(String name, String in, String type) {}

    public static OpenApi from(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(item -> METHODS.contains(item.getKey()))
                        .forEach(item -> operations.add(
                                operation(path.getKey(), path.getValue(), item.getKey(), item.getValue()))));
        return new OpenApi(operations);
    }

    private static Operation operation(String path, JsonNode shared, String method, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode holder : List.of(shared, operation)) {
            holder.path("parameters").forEach(parameter -> parameters.add(parameter(parameter)));
        }
        List<String> mediaTypes = new ArrayList<>();
        operation.path("requestBody").path("content").fieldNames().forEachRemaining(mediaTypes::add);
        Set<String> statuses = new TreeSet<>();
        operation.path("responses").fieldNames().forEachRemaining(statuses::add);
        return new Operation(method.toUpperCase(Locale.ROOT), path, parameters, mediaTypes, statuses);
    }

    private static Parameter parameter(JsonNode parameter) {
        return new Parameter(
                parameter.path("name").asText(),
                parameter.path("in").asText(),
                parameter.path("schema").path("type").asText("string"));
    }
}
