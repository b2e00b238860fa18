package dev.lossline.trainer;

import dev.lossline.trainer.queue.Broker;
import dev.lossline.trainer.queue.Slots;
import dev.lossline.trainer.trial.TrialPreparation;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready if the trainer takes trials: the broker is available, topics exist, slots run, and no dataset is missing. */
@Readiness
@Singleton
class TrainerReadiness implements HealthCheck {
    private final Broker broker;
    private final Trainer trainer;
    private final Slots slots;
    private final TrialPreparation preparation;

    TrainerReadiness(Broker broker, Trainer trainer, Slots slots, TrialPreparation preparation) {
        this.broker = broker;
        this.trainer = trainer;
        this.slots = slots;
        this.preparation = preparation;
    }

    @Override
    public HealthCheckResponse call() {
        boolean answers = broker.answers();
        Optional<String> obstacle = preparation.obstacle();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("trainer")
                .status(answers && broker.prepared() && trainer.isRunning() && obstacle.isEmpty())
                .withData("broker", answers ? "available" : "not responding")
                .withData("topics", broker.prepared() ? "ready" : "not ready")
                .withData("slots", slots.total())
                .withData("busy", slots.busy());
        obstacle.ifPresent(reason -> response.withData("takes no trials", reason));
        return response.build();
    }
}
