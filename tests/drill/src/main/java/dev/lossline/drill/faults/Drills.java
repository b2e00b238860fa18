package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Drill;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All drills, in the order in which they run. */
public final class Drills {
    public static final List<Drill> ALL = List.of(
            new TrainerKilled(),
            new TrainerFrozen(),
            BrokerAway.restarted(),
            BrokerAway.gone(),
            new PostgresGone(),
            new ServicesKilled(),
            new Replicas(),
            new LogReplayed(),
            new PoisonedLog(),
            new FullQueue(),
            new ManyEpochs(),
            new HostileClients(),
            new DiskFull(),
            new NoMemory());

    private Drills() {}

    public static Optional<Drill> named(String name) {
        return ALL.stream().filter(drill -> drill.name().equals(name)).findFirst();
    }

    /** All names, for display. */
    public static String names() {
        return ALL.stream().map(Drill::name).collect(Collectors.joining(", "));
    }
}
