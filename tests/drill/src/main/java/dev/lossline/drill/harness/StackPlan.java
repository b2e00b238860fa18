package dev.lossline.drill.harness;

import dev.lossline.stack.Service;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The configuration of a drill's stack.
 *
 * @param trainers the number of trainers, each a process with one slot
 * @param replicas the number of brokers, orchestrators and evaluators each
 * @param settings additional environment variables of services
 */
public record StackPlan(int trainers, int replicas, Map<Service, Map<String, String>> settings) {
    public StackPlan {
        settings = Map.copyOf(settings);
    }

    public static StackPlan withTrainers(int trainers) {
        return new StackPlan(trainers, 1, Map.of())
                .with(Service.TRAINER, "LOSSLINE_TRAINER_SLOTS", "1")
                // The environment of the drills must not affect which hosts and tokens their stacks accept.
                .with(Service.ORCHESTRATOR, "LOSSLINE_API_TOKEN", "")
                .with(Service.ORCHESTRATOR, "LOSSLINE_ALLOWED_HOSTS", "")
                .with(Service.ORCHESTRATOR, "LOSSLINE_ALLOWED_ORIGINS", "");
    }

    /** A copy with the given number of brokers, orchestrators and evaluators. */
    public StackPlan replicated(int number) {
        return new StackPlan(trainers, number, settings);
    }

    /** A copy with a setting of a service. */
    public StackPlan with(Service service, String variable, String value) {
        Map<Service, Map<String, String>> all = new EnumMap<>(Service.class);
        all.putAll(settings);
        Map<String, String> own = new HashMap<>(of(service));
        own.put(variable, value);
        all.put(service, Map.copyOf(own));
        return new StackPlan(trainers, replicas, all);
    }

    /** A copy with the given checkpoint interval. */
    public StackPlan checkpointEvery(Duration interval) {
        return with(Service.TRAINER, "LOSSLINE_TRAINER_CHECKPOINT_INTERVAL", interval.toString());
    }

    Map<String, String> of(Service service) {
        return settings.getOrDefault(service, Map.of());
    }
}
