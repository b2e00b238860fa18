package dev.lossline.drill.harness;

import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.Service;
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

/** A drill's own broker, database and services, each a process in which faults can be injected. Closing stops them. */
public final class DrillStack implements AutoCloseable {
    /** How long the queue keeps a trial locked for a silent trainer: {@code lossline.trainer.lock.duration}. */
    public static final Duration LOCK = Duration.ofSeconds(15);

    private final StackParts parts;
    private volatile StackPlan plan;
    private final List<StackProcess> brokers;
    private final StackProcess postgres;
    private final List<StackProcess> orchestrators;
    private final List<StackProcess> evaluators;
    private final List<StackProcess> trainers;

    private DrillStack(DrillPaths paths, Path directory, StackPlan plan) {
        this.plan = plan;
        this.parts = new StackParts(paths, directory, plan.replicas());
        this.brokers = parts.brokers();
        this.postgres = parts.postgres();
        this.orchestrators = services(Service.ORCHESTRATOR, "orchestrator", plan.replicas());
        this.evaluators = services(Service.EVALUATOR, "evaluator", plan.replicas());
        this.trainers = IntStream.rangeClosed(1, plan.trainers())
                .mapToObj(number -> service(Service.TRAINER, "trainer-" + number))
                .toList();
    }

    /** Starts everything and waits until it is ready. If a process fails to start, all are stopped. */
    static DrillStack start(DrillPaths paths, Path directory, StackPlan plan) throws InterruptedException {
        DrillStack stack = new DrillStack(paths, directory, plan);
        try {
            startAll(stack.servers());
            startAll(stack.services());
            return stack;
        } catch (InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Changes settings of services; they take effect at the next start. */
    public void change(UnaryOperator<StackPlan> change) {
        plan = change.apply(plan);
    }

    /** The broker, or the first of several. */
    public StackProcess broker() {
        return brokers.getFirst();
    }

    public List<StackProcess> brokers() {
        return brokers;
    }

    public StackProcess postgres() {
        return postgres;
    }

    /** The orchestrator, or the first of several. */
    public StackProcess orchestrator() {
        return orchestrators.getFirst();
    }

    public List<StackProcess> orchestrators() {
        return orchestrators;
    }

    /** The evaluator, or the first of several. */
    public StackProcess evaluator() {
        return evaluators.getFirst();
    }

    public List<StackProcess> evaluators() {
        return evaluators;
    }

    public List<StackProcess> trainers() {
        return trainers;
    }

    /** All processes. */
    public List<StackProcess> processes() {
        List<StackProcess> processes = new ArrayList<>(servers());
        processes.addAll(services());
        return processes;
    }

    /** A trainer that is training; waits until there is one. */
    public StackProcess busyTrainer(Random random) throws InterruptedException {
        List<StackProcess> busy = new ArrayList<>();
        Await.until("a trainer is training", LOCK, () -> {
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

    /** The epochs trained since the trainers started, including those not yet published. */
    public long epochsTrained() throws InterruptedException {
        double epochs = 0;
        for (StackProcess trainer : trainers) {
            epochs += ServiceMeter.epochsTrained(trainer).value();
        }
        return Math.round(epochs);
    }

    public Api api() {
        return new Api(orchestrator().port());
    }

    public Tables tables() {
        return new Tables(postgres.port());
    }

    public EventLog log() {
        return new EventLog(parts.brokerAddresses());
    }

    /** Starts the stopped evaluator in the way {@code ./lossline rebuild} does. */
    public void startEvaluatorOnEmptyTables() throws InterruptedException {
        StackProcess evaluator = evaluator();
        Map<String, String> settings = new HashMap<>(plan.of(Service.EVALUATOR));
        settings.putAll(ServiceLauncher.EMPTY_TABLES);
        evaluator.start(() -> parts.start(Service.EVALUATOR, evaluator.name(), evaluator.port(), settings));
    }

    /** Kills all processes, because the data is not needed. PostgreSQL is shut down, so it does not write any more. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            for (StackProcess process : services()) {
                process.kill();
            }
            for (StackProcess broker : brokers) {
                broker.kill();
            }
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
        services.addAll(orchestrators);
        services.addAll(evaluators);
        return services;
    }

    private List<StackProcess> servers() {
        List<StackProcess> servers = new ArrayList<>(brokers);
        servers.add(postgres);
        return servers;
    }

    private List<StackProcess> services(Service service, String name, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> service(service, count == 1 ? name : name + "-" + number))
                .toList();
    }

    private StackProcess service(Service service, String name) {
        return parts.service(service, name, () -> plan.of(service));
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
}
