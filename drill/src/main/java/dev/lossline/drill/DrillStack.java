package dev.lossline.drill;

import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.Service;
import dev.lossline.stack.ServiceApplication;
import dev.lossline.stack.ServiceLauncher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A broker, a database and services of a drill's own, each a process that can be harmed; gone when it is closed. */
final class DrillStack implements AutoCloseable {
    /** How long the queue keeps a trial for a trainer that is not heard of: {@code lossline.trainer.lock.duration}. */
    static final Duration LOCK = Duration.ofSeconds(15);

    private final Places places;
    private final Path directory;
    private volatile StackPlan plan;
    private final Ports ports = new Ports();
    private final StackProcess broker;
    private final StackProcess postgres;
    private final StackProcess orchestrator;
    private final StackProcess evaluator;
    private final List<StackProcess> trainers;

    private DrillStack(Places places, Path directory, StackPlan plan) {
        this.places = places;
        this.directory = directory;
        this.plan = plan;
        this.broker = broker(ports.next());
        this.postgres = postgres(ports.next());
        this.orchestrator = service(Service.ORCHESTRATOR, "orchestrator");
        this.evaluator = service(Service.EVALUATOR, "evaluator");
        this.trainers = IntStream.rangeClosed(1, plan.trainers())
                .mapToObj(number -> service(Service.TRAINER, "trainer-" + number))
                .toList();
    }

    /** Starts all of it and waits until it can be used; where something does not start, nothing is left running. */
    static DrillStack start(Places places, Path directory, StackPlan plan) throws InterruptedException {
        DrillStack stack = new DrillStack(places, directory, plan);
        try {
            startAll(List.of(stack.broker, stack.postgres));
            startAll(Stream.concat(Stream.of(stack.orchestrator, stack.evaluator), stack.trainers.stream())
                    .toList());
            return stack;
        } catch (InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Gives services other settings, each from its next start on. */
    void change(UnaryOperator<StackPlan> change) {
        plan = change.apply(plan);
    }

    StackProcess broker() {
        return broker;
    }

    StackProcess postgres() {
        return postgres;
    }

    StackProcess orchestrator() {
        return orchestrator;
    }

    StackProcess evaluator() {
        return evaluator;
    }

    List<StackProcess> trainers() {
        return trainers;
    }

    /** All of them. */
    List<StackProcess> processes() {
        List<StackProcess> processes = new ArrayList<>(List.of(broker, postgres));
        processes.addAll(services());
        return processes;
    }

    /** One of the trainers that train now; waits until there is one. */
    StackProcess busyTrainer(Random random) throws InterruptedException {
        List<StackProcess> busy = new ArrayList<>();
        Await.until("a trainer trains", LOCK, () -> {
            busy.clear();
            for (StackProcess trainer : trainers) {
                if (ServiceMeter.busySlots(trainer).value() > 0) {
                    busy.add(trainer);
                }
            }
            return !busy.isEmpty();
        });
        return busy.get(random.nextInt(busy.size()));
    }

    /** Epochs that the trainers have trained since they were started, whether the broker has them or not. */
    long epochsTrained() throws InterruptedException {
        double epochs = 0;
        for (StackProcess trainer : trainers) {
            epochs += ServiceMeter.epochsTrained(trainer).value();
        }
        return Math.round(epochs);
    }

    Api api() {
        return new Api(orchestrator.port());
    }

    Tables tables() {
        return new Tables(postgres.port());
    }

    EventLog log() {
        return new EventLog(broker.port());
    }

    /** Starts the evaluator, which is down, as {@code ./lossline rebuild} does. */
    void startEvaluatorOnEmptyTables() throws InterruptedException {
        evaluator.start(() ->
                startService(Service.EVALUATOR, evaluator.name(), evaluator.port(), ServiceLauncher.EMPTY_TABLES));
    }

    /** Ends everything. By force, as nobody needs the data; only PostgreSQL must not go on writing while it goes. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            for (StackProcess process : services()) {
                process.kill();
            }
            broker.kill();
            postgres.stop(PostgresServer.STOP_SIGNAL);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<StackProcess> services() {
        List<StackProcess> services = new ArrayList<>(trainers);
        services.add(orchestrator);
        services.add(evaluator);
        return services;
    }

    private static void startAll(List<StackProcess> processes) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(processes.size())) {
            ExecutorCompletionService<Void> starts = new ExecutorCompletionService<>(executor);
            processes.forEach(process -> starts.submit(() -> {
                process.start();
                return null;
            }));
            for (int i = 0; i < processes.size(); i++) {
                starts.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private StackProcess broker(int port) {
        return new StackProcess(
                "Kafka",
                port,
                () -> KafkaBroker.start(directory.resolve("kafka"), port, log("kafka"))
                        .process());
    }

    private StackProcess postgres(int port) {
        return new StackProcess(
                "PostgreSQL",
                port,
                () -> PostgresServer.start(
                                directory.resolve("postgres").resolve("data"),
                                places.postgresBinaries(PostgresServer.VERSION),
                                port,
                                log("postgres"))
                        .process());
    }

    private StackProcess service(Service service, String name) {
        int port = ports.next();
        return new StackProcess(name, port, () -> startService(service, name, port, Map.of()));
    }

    private ServerProcess startService(Service service, String name, int port, Map<String, String> forThisStart)
            throws InterruptedException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "LOSSLINE_DATASETS", places.datasets().toString(),
                "DJL_CACHE_DIR", places.engineCache().toString()));
        settings.putAll(plan.of(service));
        settings.putAll(forThisStart);
        ServiceApplication application = new ServiceApplication(
                places.root(), service, directory.resolve("services").resolve(name));
        ServiceLauncher launcher = new ServiceLauncher(application, log(name), settings);
        ServerProcess process = launcher.launch(port, broker.port(), postgres.port());
        launcher.awaitReady(process, port);
        return process;
    }

    private Path log(String name) {
        return directory.resolve("logs").resolve(name + ".log");
    }
}
