package dev.lossline.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.util.List;

/**
 * The parts of KEDA that Lossline uses; no typed model is published in Java. Based on its references of the <a
 * href="https://keda.sh/docs/latest/reference/scaledjob-spec/">ScaledJob</a> and the <a
 * href="https://keda.sh/docs/latest/scalers/postgresql/">PostgreSQL scaler</a>; {@link KedaTypesIT} compiles the same
 * manifests against types that are made of KEDA's source.
 */
final class KedaScaling {
    static final String API_VERSION = "keda.sh/v1alpha1";

    private KedaScaling() {}

    record ScaledJob(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {}

    record Spec(
            JobSpec jobTargetRef,
            int pollingInterval,
            int minReplicaCount,
            int maxReplicaCount,
            int successfulJobsHistoryLimit,
            int failedJobsHistoryLimit,
            Rollout rollout,
            ScalingStrategy scalingStrategy,
            List<Trigger> triggers) {}

    record Rollout(RolloutStrategy strategy) {}

    enum RolloutStrategy {
        @JsonProperty("default")
        DEFAULT,
        gradual
    }

    record ScalingStrategy(Strategy strategy) {}

    enum Strategy {
        @JsonProperty("default")
        DEFAULT,
        custom,
        accurate,
        eager
    }

    record Trigger(TriggerType type, Postgres metadata, Reference authenticationRef) {}

    enum TriggerType {
        postgresql
    }

    record Postgres(
            String host,
            String port,
            String userName,
            String dbName,
            String sslmode,
            String query,
            String targetQueryValue) {}

    record Reference(String name) {}

    record TriggerAuthentication(String apiVersion, String kind, ObjectMeta metadata, Authentication spec) {}

    record Authentication(List<SecretTarget> secretTargetRef) {}

    record SecretTarget(String parameter, String name, String key) {}
}
