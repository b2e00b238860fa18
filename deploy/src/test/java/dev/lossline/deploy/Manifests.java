package dev.lossline.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The output of Kustomize for a directory. */
record Manifests(List<JsonNode> all) {
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Path OVERLAYS = Path.of("kubernetes/overlays");
    private static final Map<String, Manifests> BUILT = new ConcurrentHashMap<>();

    /** The overlays that there are: arguments of parameterized tests. */
    static List<String> overlays() {
        return List.of("local", "cpu", "gpu");
    }

    static Manifests of(String overlay) {
        return BUILT.computeIfAbsent(overlay, name -> at(OVERLAYS.resolve(name)));
    }

    static Manifests at(Path folder) {
        return parse(Kustomize.find().orElseThrow().build(folder));
    }

    static Manifests parse(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return new Manifests(documents.readAll());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<JsonNode> of(Kind kind) {
        return all.stream().filter(manifest -> manifest.path("kind").asText().equals(kind.name()));
    }

    JsonNode one(Kind kind, String name) {
        return of(kind).filter(manifest -> name(manifest).equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Every pod defined by Lossline's manifests rather than by an operator. */
    List<Pod> pods() {
        return Stream.concat(
                        of(Kind.Deployment).map(workload -> new Pod(name(workload), workload.at("/spec/template"))),
                        of(Kind.ScaledJob)
                                .map(workload -> new Pod(name(workload), workload.at("/spec/jobTargetRef/template"))))
                .toList();
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The kinds of Lossline's resources. */
    enum Kind {
        Namespace,
        ConfigMap,
        Service,
        Deployment,
        PodDisruptionBudget,
        NetworkPolicy,
        Kafka,
        KafkaNodePool,
        KafkaTopic,
        KafkaUser,
        Cluster,
        ScaledJob,
        TriggerAuthentication,
        PodMonitor,
        PrometheusRule
    }
}
