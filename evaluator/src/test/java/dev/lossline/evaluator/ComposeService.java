package dev.lossline.evaluator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * A service as docker-compose.yml has it.
 *
 * @param environment as it stands there: variables of the form {@code ${…}} are not filled in
 * @param files the files mounted from the repository: path in the repository to path in the container
 * @param volumes the mount points of Docker volumes in the container
 * @param healthcheck in Docker's form, {@code CMD} first
 */
record ComposeService(
        String image,
        Map<String, String> environment,
        List<String> entrypoint,
        Map<Path, String> files,
        List<String> volumes,
        List<String> healthcheck) {
    private static final String FILE = "docker-compose.yml";

    static ComposeService named(String name) {
        Path repository = repository();
        try (Reader file = Files.newBufferedReader(repository.resolve(FILE))) {
            JsonNode service = Json.MAPPER
                    .valueToTree(new Yaml().<Object>load(file))
                    .path("services")
                    .path(name);
            return new ComposeService(
                    service.required("image").asText(),
                    texts(service.path("environment")),
                    list(service.path("entrypoint")),
                    files(repository, service.path("volumes")),
                    volumes(service.path("volumes")),
                    list(service.path("healthcheck").path("test")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve(FILE))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException(
                        "no " + FILE + " above " + Path.of("").toAbsolutePath());
            }
        }
        return directory;
    }

    private static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static List<String> list(JsonNode array) {
        List<String> list = new ArrayList<>();
        array.forEach(element -> list.add(element.asText()));
        return list;
    }

    private static List<String> volumes(JsonNode mounts) {
        return list(mounts).stream()
                .filter(mount -> !mount.startsWith("."))
                .map(mount -> mount.split(":", -1)[1])
                .toList();
    }

    /** Mounts that begin with a dot; the others are Docker's own volumes. */
    private static Map<Path, String> files(Path repository, JsonNode mounts) {
        Map<Path, String> files = new LinkedHashMap<>();
        for (String mount : list(mounts)) {
            String[] parts = mount.split(":", -1);
            if (mount.startsWith(".")) {
                files.put(repository.resolve(parts[0]).normalize(), parts[1]);
            }
        }
        return files;
    }
}
