package dev.lossline.evaluator;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HealthCheck;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The broker and the database of docker-compose.yml, from its images and set up as it sets them up. Other than there
 * the broker has a listener more, as it advertises a port that only Docker knows.
 */
public final class ContainersResource implements QuarkusTestResourceLifecycleManager {
    static final String READER_PASSWORD = "the reader's, in containers";
    private static final String WRITER_PASSWORD = "the writer's, in containers";

    private static final Duration READY_DEADLINE = Duration.ofSeconds(90);
    private static final int POSTGRES_PORT = 5432;

    private static KafkaContainer kafka;
    private static GenericContainer<?> postgres;

    @Override
    public Map<String, String> start() {
        kafka = kafka(ComposeService.named("kafka"));
        postgres = postgres(ComposeService.named("postgres"));
        try {
            Startables.deepStart(kafka, postgres).join();
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
        return Map.of(
                "kafka.bootstrap.servers",
                bootstrapServers(),
                "quarkus.datasource.jdbc.url",
                jdbcUrl(),
                "quarkus.datasource.username",
                PostgresResource.WRITER,
                "quarkus.datasource.password",
                WRITER_PASSWORD);
    }

    static String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    static String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/lossline".formatted(postgres.getHost(), postgres.getMappedPort(POSTGRES_PORT));
    }

    @Override
    public void stop() {
        Stream.of(kafka, postgres).filter(Objects::nonNull).forEach(GenericContainer::stop);
    }

    private static KafkaContainer kafka(ComposeService service) {
        KafkaContainer container = new KafkaContainer(DockerImageName.parse(service.image()));
        service.environment().forEach((name, value) -> {
            // The container's listeners must advertise the port that Docker assigns.
            if (!name.matches(".*(LISTENER|VOTERS).*")) {
                container.addEnv(name, value);
            }
        });
        return container
                .withCreateContainerCmdModifier(create -> checkHealth(create, service))
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(READY_DEADLINE));
    }

    private static GenericContainer<?> postgres(ComposeService service) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(service.image()))
                .withExposedPorts(POSTGRES_PORT)
                .withEnv(service.environment())
                .withEnv("WRITER_PASSWORD", WRITER_PASSWORD)
                .withEnv("READER_PASSWORD", READER_PASSWORD)
                .withTmpFs(service.volumes().stream()
                        .filter(path -> path.startsWith("/run/"))
                        .collect(Collectors.toMap(path -> path, path -> "rw")));
        service.files()
                .forEach((host, inside) -> container.withCopyFileToContainer(MountableFile.forHostPath(host), inside));
        return container
                .withCreateContainerCmdModifier(create -> {
                    create.withEntrypoint(service.entrypoint());
                    checkHealth(create, service);
                })
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(READY_DEADLINE));
    }

    /** The file's own check, more often. */
    private static void checkHealth(CreateContainerCmd create, ComposeService service) {
        create.withHealthcheck(new HealthCheck()
                .withTest(service.healthcheck())
                .withInterval(Duration.ofMillis(500).toNanos())
                .withTimeout(Duration.ofSeconds(5).toNanos()));
    }
}
