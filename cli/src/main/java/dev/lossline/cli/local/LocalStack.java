package dev.lossline.cli.local;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.stack.ClassArchiver;
import dev.lossline.stack.KafkaBroker;
import dev.lossline.stack.PostgresServer;
import dev.lossline.stack.ServerProcess;
import dev.lossline.stack.ServerStartException;
import dev.lossline.stack.ServiceApplication;
import dev.lossline.stack.ServiceLauncher;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The stack on this machine: Kafka, PostgreSQL and the services, each a separate process that outlives the command. */
public final class LocalStack {
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    private final Settings settings;
    private final RunDirectory runDirectory;
    private final StackListener listener;

    public LocalStack(Settings settings, StackListener listener) {
        this.settings = settings;
        this.runDirectory = new RunDirectory(settings.runDirectory());
        this.listener = listener;
    }

    /**
     * Starts the parts that are not running. If a part fails to start, or on an interrupt, all parts that this call
     * started are stopped.
     *
     * @return the parts that were started
     */
    public List<StackPart> up() throws InterruptedException {
        try (RunDirectory.Lock lock = runDirectory.lock(listener::waiting)) {
            Map<StackPart, RunningPart> running = runDirectory.running();
            stopWhatIsOutdated(running);
            Map<StackPart, Integer> ports = ports(running);
            stopThoseThatWouldLoseTheirServers(running, ports);
            List<StackPart> missing = new ArrayList<>(List.of(StackPart.values()));
            missing.removeAll(running.keySet());
            try {
                startAll(missing.stream().filter(p -> !p.isService()).toList(), ports);
                startAll(missing.stream().filter(StackPart::isService).toList(), ports);
            } catch (InterruptedException | RuntimeException e) {
                // The interrupt flag is clear at this point, so stopping can wait.
                stop(missing);
                throw e;
            }
            return missing;
        }
    }

    /**
     * Restarts the evaluator on empty tables, which it then fills from the log. If it fails to start, or on an
     * interrupt, it is down; {@link #up} starts it, and it fills the empty tables.
     */
    public void emptyTables() throws InterruptedException {
        try (RunDirectory.Lock lock = runDirectory.lock(listener::waiting)) {
            Map<StackPart, RunningPart> running = runDirectory.running();
            for (StackPart needed : List.of(StackPart.KAFKA, StackPart.POSTGRES, StackPart.ORCHESTRATOR)) {
                if (!running.containsKey(needed)) {
                    throw new CliException(
                            ExitCode.UNREACHABLE, needed.title() + " is down. Start the stack: ./lossline up");
                }
            }
            Map<StackPart, Integer> ports = ports(running);
            stop(List.of(StackPart.EVALUATOR));
            try {
                listener.ready(startService(StackPart.EVALUATOR, ports, ServiceLauncher.EMPTY_TABLES));
            } catch (InterruptedException | RuntimeException e) {
                stop(List.of(StackPart.EVALUATOR));
                throw e;
            }
        }
    }

    /**
     * Stops parts, including ones that are partly down: services first, then the servers they depend on.
     *
     * @return those that shut down cleanly
     */
    public List<StackPart> down(Collection<StackPart> parts) throws InterruptedException {
        try (RunDirectory.Lock lock = runDirectory.lock(listener::waiting)) {
            return stop(parts);
        }
    }

    /** Speeds up the next start of services that shut down cleanly, in a process that exits by itself. */
    public void archiveClasses(Collection<StackPart> ended) {
        List<ServiceApplication> services = ended.stream()
                .filter(StackPart::isService)
                .map(this::application)
                .toList();
        try {
            if (new ClassArchiver(settings.log("class-archiver"))
                    .start(services)
                    .isPresent()) {
                listener.note("Preparing faster starts in the background, once per build (about 30 s)");
            }
        } catch (ServerStartException | UncheckedIOException e) {
            listener.note("Cannot prepare faster starts: " + e.getMessage());
        }
    }

    /** A running part keeps its port; others get their previous port if it is free. */
    private Map<StackPart, Integer> ports(Map<StackPart, RunningPart> running) {
        StackPorts chooser = new StackPorts(settings.environment(), listener::note);
        Map<StackPart, Integer> ports = new EnumMap<>(StackPart.class);
        for (StackPart part : StackPart.values()) {
            RunningPart alive = running.get(part);
            ports.put(
                    part,
                    alive != null
                            ? alive.port()
                            : chooser.choose(part, runDirectory.find(part).map(RunningPart::port)));
        }
        return ports;
    }

    /** Stops services that have been rebuilt since they were started. */
    private void stopWhatIsOutdated(Map<StackPart, RunningPart> running) throws InterruptedException {
        List<StackPart> outdated = running.values().stream()
                .filter(known -> known.part().isService())
                .filter(known -> !application(known.part()).build().equals(known.build()))
                .map(RunningPart::part)
                .toList();
        if (!outdated.isEmpty()) {
            listener.note("Restarting services that were rebuilt; their work continues afterwards");
        }
        stop(outdated);
        running.keySet().removeAll(outdated);
    }

    /** A running service connects to Kafka and PostgreSQL at the ports from when it was started. */
    private void stopThoseThatWouldLoseTheirServers(Map<StackPart, RunningPart> running, Map<StackPart, Integer> ports)
            throws InterruptedException {
        boolean moved = StackPart.SERVERS.stream()
                .anyMatch(server -> runDirectory
                        .find(server)
                        .map(before -> before.port() != ports.get(server))
                        .orElse(true));
        if (moved) {
            stop(StackPart.SERVICES);
            running.keySet().removeAll(StackPart.SERVICES);
        }
    }

    private void startAll(List<StackPart> parts, Map<StackPart, Integer> ports) throws InterruptedException {
        if (parts.isEmpty()) {
            return;
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(parts.size())) {
            ExecutorCompletionService<RunningPart> starts = new ExecutorCompletionService<>(executor);
            parts.forEach(part -> starts.submit(() -> start(part, ports)));
            for (int i = 0; i < parts.size(); i++) {
                listener.ready(starts.take().get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private RunningPart start(StackPart part, Map<StackPart, Integer> ports) throws InterruptedException {
        int port = ports.get(part);
        return switch (part) {
            case KAFKA -> {
                KafkaBroker broker =
                        KafkaBroker.launch(settings.home().resolve("kafka"), port, settings.log(part.id()));
                yield started(RunningPart.of(part, broker.process(), port, null), broker::awaitReady);
            }
            case POSTGRES -> {
                Path directory = settings.home().resolve("postgres");
                PostgresServer server = PostgresServer.launch(
                        directory.resolve("data"),
                        directory.resolve("binaries-" + PostgresServer.VERSION),
                        port,
                        settings.log(part.id()));
                yield started(RunningPart.of(part, server.process(), port, null), server::awaitReady);
            }
            case ORCHESTRATOR, EVALUATOR, TRAINER -> startService(part, ports, Map.of());
        };
    }

    private RunningPart startService(StackPart part, Map<StackPart, Integer> ports, Map<String, String> forThisStart)
            throws InterruptedException {
        int port = ports.get(part);
        ServiceApplication application = application(part);
        String build = application.build();
        Map<String, String> environment = new HashMap<>(forThisStart);
        environment.put("LOSSLINE_DATASETS", settings.datasets().toString());
        environment.put("DJL_CACHE_DIR", settings.home().resolve("djl").toString());
        ServiceLauncher launcher = new ServiceLauncher(application, settings.log(part.id()), environment);
        ServerProcess process = launcher.launch(port, ports.get(StackPart.KAFKA), ports.get(StackPart.POSTGRES));
        return started(RunningPart.of(part, process, port, build), () -> launcher.awaitReady(process, port));
    }

    private ServiceApplication application(StackPart part) {
        return new ServiceApplication(
                        settings.root(),
                        part.service().orElseThrow(),
                        settings.home().resolve("services").resolve(part.id()))
                .recordingClasses();
    }

    private interface Wait {
        void await() throws InterruptedException;
    }

    /** Recorded before it is ready, which ensures that every running process is known. */
    private RunningPart started(RunningPart running, Wait ready) throws InterruptedException {
        runDirectory.note(running);
        ready.await();
        return running;
    }

    private List<StackPart> stop(Collection<StackPart> parts) throws InterruptedException {
        List<StackPart> inOrder = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Void>> services = new ArrayList<>();
        List<Callable<Void>> servers = new ArrayList<>();
        for (StackPart part : parts) {
            (part.isService() ? services : servers).add(() -> {
                if (stop(part)) {
                    inOrder.add(part);
                }
                return null;
            });
        }
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            executor.invokeAll(services);
            executor.invokeAll(servers);
        }
        return inOrder;
    }

    /** Whether it was running and shut down cleanly. */
    private boolean stop(StackPart part) throws InterruptedException {
        RunningPart known = runDirectory.find(part).orElse(null);
        ServerProcess process = known == null ? null : known.process().orElse(null);
        boolean inOrder = process != null && process.stop(part.stopSignal(), STOP_GRACE);
        if (process != null) {
            listener.stopped(known, inOrder);
        }
        runDirectory.forget(part);
        return inOrder;
    }
}
