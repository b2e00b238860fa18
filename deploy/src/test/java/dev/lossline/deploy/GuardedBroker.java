package dev.lossline.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.deploy.Certificates.Identity;
import dev.lossline.deploy.Manifests.Kind;
import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.ServerLauncher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker as Strimzi configures it from the manifests: mutual TLS, Kafka's authorizer, the topics and the users' ACLs.
 * Unknown users may do nothing.
 */
final class GuardedBroker implements AutoCloseable {
    private static final String OPERATOR = "operator";
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Referenced so that its level is kept; otherwise each client logs all of its settings. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private final Certificates certificates = new Certificates();
    private final Manifests manifests;
    private final KafkaBroker broker;
    private final int port = ServerLauncher.freePort();

    GuardedBroker(Manifests manifests, Path directory) throws InterruptedException {
        KAFKA.setLevel(Level.WARNING);
        this.manifests = manifests;
        Identity server = certificates.issue("broker");
        Map<String, String> settings = new HashMap<>(tls(server));
        settings.putAll(Map.of(
                // A listener's name does not imply its protocol.
                "listener.security.protocol.map",
                "PLAINTEXT:SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "ssl.client.auth",
                "required",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS;User:CN=broker;User:CN=" + OPERATOR));
        broker = KafkaBroker.launch(directory.resolve("kafka"), port, directory.resolve("kafka.log"), settings);
        broker.awaitReady();
    }

    int port() {
        return port;
    }

    Certificates certificates() {
        return certificates;
    }

    /** How a client connects that comes with this certificate. */
    Map<String, Object> client(Identity identity) {
        Map<String, Object> settings = new HashMap<>(tls(identity));
        settings.put("bootstrap.servers", broker.address());
        settings.put("security.protocol", "SSL");
        settings.put("default.api.timeout.ms", 20_000);
        settings.put("request.timeout.ms", 10_000);
        return settings;
    }

    Admin operator() {
        return Admin.create(client(certificates.issue(OPERATOR)));
    }

    /** Does what Strimzi's topic and user operators do. */
    void apply() throws Exception {
        try (Admin admin = operator()) {
            List<NewTopic> topics =
                    manifests.of(Kind.KafkaTopic).map(GuardedBroker::topic).toList();
            admin.createTopics(topics).all().get();
            List<AclBinding> rules = new ArrayList<>();
            manifests.of(Kind.KafkaUser).forEach(user -> rules.addAll(rules(user)));
            admin.createAcls(rules).all().get();
        }
    }

    @Override
    public void close() throws InterruptedException {
        broker.process().stop(KafkaBroker.STOP_SIGNAL, GRACE);
    }

    private Map<String, String> tls(Identity identity) {
        return Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.key",
                identity.key(),
                "ssl.keystore.certificate.chain",
                identity.certificate(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                certificates.certificate());
    }

    private static NewTopic topic(JsonNode manifest) {
        Map<String, String> config = new HashMap<>();
        manifest.at("/spec/config")
                .properties()
                .forEach(setting ->
                        config.put(setting.getKey(), setting.getValue().asText()));
        return new NewTopic(
                        Manifests.name(manifest),
                        Optional.of(manifest.at("/spec/partitions").asInt()),
                        Optional.empty())
                .configs(config);
    }

    private static List<AclBinding> rules(JsonNode user) {
        List<AclBinding> rules = new ArrayList<>();
        for (JsonNode rule : user.at("/spec/authorization/acls")) {
            JsonNode resource = rule.required("resource");
            ResourcePattern pattern = new ResourcePattern(
                    ResourceType.fromString(resource.required("type").asText()),
                    resource.required("name").asText(),
                    resource.path("patternType").asText().equals("prefix")
                            ? PatternType.PREFIXED
                            : PatternType.LITERAL);
            for (JsonNode operation : rule.required("operations")) {
                String name = operation
                        .asText()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                        .toUpperCase(Locale.ROOT);
                rules.add(new AclBinding(
                        pattern,
                        new AccessControlEntry(
                                "User:CN=" + Manifests.name(user),
                                "*",
                                AclOperation.fromString(name),
                                AclPermissionType.ALLOW)));
            }
        }
        return rules;
    }
}
