package dev.lossline.trainer;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live unless only a restart can fix the trainer. An unavailable broker does not count. */
@Liveness
@Singleton
class TrainerLiveness implements HealthCheck {
    private final Trainer trainer;

    TrainerLiveness(Trainer trainer) {
        this.trainer = trainer;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("slots").status(!trainer.isBroken()).build();
    }
}
