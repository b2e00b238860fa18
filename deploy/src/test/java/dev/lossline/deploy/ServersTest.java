package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.contract.topic.Topic;
import dev.lossline.deploy.Manifests.Kind;
import dev.lossline.specification.Device;
import io.strimzi.api.kafka.model.kafka.KafkaClusterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kafka and Postgres in a cluster are configured as on one machine, except for replicas. */
@NeedsKustomize
class ServersTest {
    private static final List<String> AS_ON_ONE_MACHINE = List.of(
            "auto.create.topics.enable",
            "message.max.bytes",
            "socket.request.max.bytes",
            "group.share.min.record.lock.duration.ms",
            "group.share.record.lock.duration.ms",
            "group.share.delivery.count.limit",
            "group.share.max.size",
            "group.share.partition.max.record.locks");

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void theBrokerMatchesTestsAndCompose(String overlay) {
        JsonNode kafka = Manifests.of(overlay).one(Kind.Kafka, "lossline").at("/spec/kafka");
        assertThat(kafka.required("version").asText()).isEqualTo(AppInfoParser.getVersion());
        assertThat(Compose.read().service("kafka").required("image").asText())
                .endsWith(":" + kafka.required("version").asText());
        for (String setting : AS_ON_ONE_MACHINE) {
            assertThat(kafka.required("config").required(setting).asText())
                    .as(setting)
                    .isEqualTo(Compose.read().kafka(setting));
        }
        assertThat(kafka.at("/config/replica.fetch.max.bytes")).isEqualTo(kafka.at("/config/message.max.bytes"));
        assertThat(kafka.at("/config/message.max.bytes").asInt()).isGreaterThan(Topic.MAX_MESSAGE_BYTES);
    }

    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void everythingHasAsManyReplicasAsThereAreBrokers(String overlay) {
        Manifests manifests = Manifests.of(overlay);
        int brokers =
                manifests.one(Kind.KafkaNodePool, "broker").at("/spec/replicas").asInt();
        JsonNode config = manifests.one(Kind.Kafka, "lossline").at("/spec/kafka/config");
        Stream<JsonNode> replicas = Stream.concat(
                config.properties().stream()
                        .filter(setting -> setting.getKey().endsWith("replication.factor"))
                        .map(java.util.Map.Entry::getValue),
                manifests.of(Kind.KafkaTopic).map(topic -> topic.at("/spec/replicas")));
        assertThat(replicas).hasSize(4 + Topic.ALL.size()).allMatch(value -> value.asInt() == brokers);
        assertThat(config.properties().stream()
                        .filter(setting -> setting.getKey().matches("min\\.insync\\.replicas|.*\\.min\\.isr"))
                        .map(setting -> setting.getValue().asInt()))
                .hasSize(3)
                .allMatch(least -> least == Math.max(1, brokers - 1));
    }

    /** Strimzi ignores settings that it manages itself, with only a log message. */
    @Test
    void strimziAcceptsEverySetting() {
        JsonNode config = Manifests.of("cpu").one(Kind.Kafka, "lossline").at("/spec/kafka/config");
        List<String> refused = List.of(KafkaClusterSpec.FORBIDDEN_PREFIXES.split(", "));
        assertThat(config.properties())
                .isNotEmpty()
                .allSatisfy(setting ->
                        assertThat(refused).noneMatch(prefix -> setting.getKey().startsWith(prefix)));
    }

    @Test
    void theTopicsAreAllOfThem() {
        assertThat(Manifests.of("cpu").of(Kind.KafkaTopic).map(Manifests::name))
                .containsExactlyInAnyOrderElementsOf(
                        Topic.ALL.stream().map(Topic::name).toList());
    }

    /** Rules name topics and groups that there are; a name in them that was changed elsewhere would forbid its use. */
    @Test
    void rulesNameExistingTopicsAndGroups() {
        Set<String> topics = Topic.ALL.stream().map(Topic::name).collect(Collectors.toSet());
        Set<String> groups = Stream.concat(
                        ConsumerGroup.ALL.stream().map(ConsumerGroup::id),
                        Stream.of(Device.values()).map(Topic::trainers))
                .collect(Collectors.toSet());
        for (JsonNode user : Manifests.of("gpu").of(Kind.KafkaUser).toList()) {
            for (JsonNode rule : user.at("/spec/authorization/acls")) {
                JsonNode resource = rule.required("resource");
                if (!resource.path("patternType").asText().equals("prefix")) {
                    assertThat(resource.required("type").asText().equals("topic") ? topics : groups)
                            .as(Manifests.name(user))
                            .contains(resource.required("name").asText());
                }
            }
        }
    }

    /** Rows and files of one major version cannot be read by another. */
    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void theDatabaseHasTheMajorVersionOfComposeAndOfTheTests(String overlay) throws IOException {
        JsonNode catalog =
                Manifests.of(overlay).one(Kind.Cluster, "lossline-postgres").at("/spec/imageCatalogRef");
        String major = catalog.required("major").asText();
        assertThat(Compose.read().service("postgres").required("image").asText())
                .isEqualTo("postgres:" + major);
        assertThat(Files.readString(Path.of("../pom.xml"))).contains("<postgres-binaries.version>%s.".formatted(major));
        // The catalog that is installed beside the operator has this name.
        assertThat(Files.readString(Path.of("kubernetes/operators")))
                .contains(catalog.required("name").asText().replace("postgresql-", "/catalog-") + ".yaml");
    }

    @Test
    void theDatabaseIsMadeAsOnOneMachine() throws IOException {
        JsonNode initdb =
                Manifests.of("cpu").one(Kind.Cluster, "lossline-postgres").at("/spec/bootstrap/initdb");
        Path stack = Path.of("../stack/src/main/resources/dev/lossline/stack");
        String roles = Files.readString(stack.resolve("roles.sql"));
        assertThat(roles).contains("create role " + initdb.required("owner").asText() + " login");
        assertThat(roles).contains(initdb.at("/postInitSQL/0").asText() + " ");
        JsonNode reference = initdb.at("/postInitApplicationSQLRefs/configMapRefs/0");
        assertThat(Manifests.of("cpu")
                        .one(Kind.ConfigMap, reference.required("name").asText())
                        .required("data")
                        .required(reference.required("key").asText())
                        .asText())
                .isEqualTo(Files.readString(stack.resolve("grants.sql")));
    }

    /** Whatever asks the database names the same server, database and role. */
    @Test
    void allServicesUseTheSameDatabase() {
        Manifests manifests = Manifests.of("gpu");
        JsonNode cluster = manifests.of(Kind.Cluster).findFirst().orElseThrow();
        String server = Manifests.name(cluster) + "-rw";
        String database = cluster.at("/spec/bootstrap/initdb/database").asText();
        for (Pod pod : manifests.pods()) {
            String address = pod.environment(manifests)
                    .getOrDefault("QUARKUS_DATASOURCE_JDBC_URL", "none")
                    .replaceFirst("\\?.*", "");
            boolean asks = pod.labels().containsKey("lossline.dev/postgres-client");
            assertThat(address)
                    .as(pod.service())
                    .isEqualTo(asks ? "jdbc:postgresql://%s:5432/%s".formatted(server, database) : "none");
            assertThat(asks).as(pod.service()).isEqualTo(!pod.service().startsWith("trainer-"));
        }
        String namespace =
                Manifests.name(manifests.of(Kind.Namespace).findFirst().orElseThrow());
        for (JsonNode job : manifests.of(Kind.ScaledJob).toList()) {
            JsonNode trigger = job.at("/spec/triggers/0/metadata");
            assertThat(trigger.required("host").asText()).isEqualTo(server + "." + namespace + ".svc.cluster.local");
            assertThat(trigger.required("dbName").asText()).isEqualTo(database);
            assertThat(trigger.required("userName"))
                    .isEqualTo(cluster.at("/spec/managed/roles/0").required("name"));
        }
    }

    /** Services verify the database by the certificate of CloudNativePG's authority, at the path in the JDBC URL. */
    @ParameterizedTest
    @MethodSource("dev.lossline.deploy.Manifests#overlays")
    void servicesKnowTheDatabaseByItsCertificate(String overlay) {
        Manifests manifests = Manifests.of(overlay);
        String authority = Manifests.name(manifests.of(Kind.Cluster).findFirst().orElseThrow()) + "-ca";
        for (Pod pod : manifests.pods()) {
            String url = pod.environment(manifests).get("QUARKUS_DATASOURCE_JDBC_URL");
            if (url != null) {
                String query = url.replaceFirst(".*\\?", "");
                assertThat(query.split("&"))
                        .as(pod.service())
                        .containsExactlyInAnyOrder(
                                "sslmode=verify-full", "sslrootcert=" + mounted(pod, authority, "ca.crt"));
            }
        }
    }

    /** The path of a Secret's key in a pod. */
    private static String mounted(Pod pod, String secret, String key) {
        JsonNode volume = Manifests.stream(pod.spec().required("volumes"))
                .filter(any -> any.at("/secret/secretName").asText().equals(secret))
                .findFirst()
                .orElseThrow();
        JsonNode mount = Manifests.stream(pod.container().required("volumeMounts"))
                .filter(any -> any.required("name").equals(volume.required("name")))
                .findFirst()
                .orElseThrow();
        JsonNode item = Manifests.stream(volume.at("/secret/items"))
                .filter(any -> any.required("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
        return mount.required("mountPath").asText() + "/"
                + item.required("path").asText();
    }

    @Test
    void servicesFindTheBrokerByItsName() {
        Manifests manifests = Manifests.of("gpu");
        JsonNode kafka = manifests.of(Kind.Kafka).findFirst().orElseThrow();
        String address = "%s-kafka-bootstrap:%s"
                .formatted(
                        Manifests.name(kafka),
                        kafka.at("/spec/kafka/listeners/0/port").asText());
        assertThat(manifests.pods())
                .allSatisfy(pod ->
                        assertThat(pod.environment(manifests)).containsEntry("KAFKA_BOOTSTRAP_SERVERS", address));
    }
}
