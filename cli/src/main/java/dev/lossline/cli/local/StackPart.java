package dev.lossline.cli.local;

import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.Service;
import dev.lossline.stack.StopSignal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A process of the stack, in start order. */
public enum StackPart {
    KAFKA("Kafka", 19092, KafkaBroker.STOP_SIGNAL),
    POSTGRES("PostgreSQL", 15432, PostgresServer.STOP_SIGNAL),
    ORCHESTRATOR(Service.ORCHESTRATOR, 8080),
    EVALUATOR(Service.EVALUATOR, 8082),
    TRAINER(Service.TRAINER, 8081);

    /** The parts that the services depend on. */
    static final List<StackPart> SERVERS = List.of(KAFKA, POSTGRES);

    static final List<StackPart> SERVICES = List.of(ORCHESTRATOR, EVALUATOR, TRAINER);

    private final String title;
    private final int defaultPort;
    private final StopSignal stopSignal;
    private final Service service;

    StackPart(String title, int defaultPort, StopSignal stopSignal) {
        this.title = title;
        this.defaultPort = defaultPort;
        this.stopSignal = stopSignal;
        this.service = null;
    }

    StackPart(Service service, int defaultPort) {
        this.title = service.title();
        this.defaultPort = defaultPort;
        this.stopSignal = service.stopSignal();
        this.service = service;
    }

    /** The display name. */
    public String title() {
        return title;
    }

    /** The base name of its files. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** The environment variable that sets its port. */
    public String portVariable() {
        return "LOSSLINE_PORT_" + name();
    }

    StopSignal stopSignal() {
        return stopSignal;
    }

    boolean isService() {
        return service != null;
    }

    /** The service; empty for a server. */
    Optional<Service> service() {
        return Optional.ofNullable(service);
    }

    /** The address for users. */
    String address(int port) {
        return switch (this) {
            case KAFKA -> "127.0.0.1:" + port;
            case POSTGRES -> "127.0.0.1:%d/%s".formatted(port, PostgresServer.DATABASE);
            case ORCHESTRATOR, EVALUATOR, TRAINER -> "http://127.0.0.1:" + port;
        };
    }
}
