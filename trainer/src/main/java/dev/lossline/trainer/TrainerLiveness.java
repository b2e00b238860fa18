package dev.lossline.trainer;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive unless only a restart can help; without a broker too. */
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
