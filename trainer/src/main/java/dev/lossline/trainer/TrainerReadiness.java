package dev.lossline.trainer;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready where trials are taken: the broker answers, the topics are there, the slots run. */
@Readiness
@Singleton
class TrainerReadiness implements HealthCheck {
    private final Broker broker;
    private final Trainer trainer;
    private final Slots slots;

    TrainerReadiness(Broker broker, Trainer trainer, Slots slots) {
        this.broker = broker;
        this.trainer = trainer;
        this.slots = slots;
    }

    @Override
    public HealthCheckResponse call() {
        boolean answers = broker.answers();
        return HealthCheckResponse.named("trainer")
                .status(answers && broker.prepared() && trainer.isRunning())
                .withData("broker", answers ? "answers" : "does not answer")
                .withData("topics", broker.prepared() ? "ready" : "not ready")
                .withData("slots", slots.total())
                .withData("busy", slots.busy())
                .build();
    }
}
