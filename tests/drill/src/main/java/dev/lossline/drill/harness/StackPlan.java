package dev.lossline.drill.harness;

import dev.lossline.stack.Service;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What a drill's stack is to be.
 *
 * @param trainers how many, each a process with one slot
 * @param replicas how many there are of brokers, orchestrators and evaluators each
 * @param settings environment variables of services, besides those that every service has
 */
public record StackPlan(int trainers, int replicas, Map<Service, Map<String, String>> settings) {
    public StackPlan {
        settings = Map.copyOf(settings);
    }

    public static StackPlan withTrainers(int trainers) {
        return new StackPlan(trainers, 1, Map.of())
                .with(Service.TRAINER, "LOSSLINE_TRAINER_SLOTS", "1")
                // The environment that drills are run in must not change whom their own stack serves.
                .with(Service.ORCHESTRATOR, "LOSSLINE_API_TOKEN", "")
                .with(Service.ORCHESTRATOR, "LOSSLINE_ALLOWED_HOSTS", "")
                .with(Service.ORCHESTRATOR, "LOSSLINE_ALLOWED_ORIGINS", "");
    }

    /** The same, with that many brokers, orchestrators and evaluators. */
    public StackPlan replicated(int number) {
        return new StackPlan(trainers, number, settings);
    }

    /** The same, with a setting of a service. */
    public StackPlan with(Service service, String variable, String value) {
        Map<Service, Map<String, String>> all = new EnumMap<>(Service.class);
        all.putAll(settings);
        Map<String, String> own = new HashMap<>(of(service));
        own.put(variable, value);
        all.put(service, Map.copyOf(own));
        return new StackPlan(trainers, replicas, all);
    }

    /** The same, with trainers that keep a trial's state that often. */
    public StackPlan checkpointEvery(Duration interval) {
        return with(Service.TRAINER, "LOSSLINE_TRAINER_CHECKPOINT_INTERVAL", interval.toString());
    }

    Map<String, String> of(Service service) {
        return settings.getOrDefault(service, Map.of());
    }
}
