package dev.lossline.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lossline.deploy.Manifests.Kind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;

/**
 * Reads manifests as the classes that the Kubernetes client and Strimzi publish for them. Those keep fields that they do
 * not know; here such a field is an error, as in {@code kubectl apply}.
 */
final class TypedModels {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    private TypedModels() {}

    /** @throws JsonProcessingException naming the field that the model lacks or whose value it rejects */
    static Object read(JsonNode manifest) throws JsonProcessingException {
        return STRICT.treeToValue(
                manifest, model(Kind.valueOf(manifest.required("kind").asText())));
    }

    /** The {@code apiVersion} that the kind's model is of. */
    static String apiVersion(Kind kind) {
        return switch (kind) {
            case Cluster -> PostgresCluster.API_VERSION;
            case ScaledJob, TriggerAuthentication -> KedaScaling.API_VERSION;
            default -> HasMetadata.getApiVersion(model(kind).asSubclass(HasMetadata.class));
        };
    }

    private static Class<?> model(Kind kind) {
        return switch (kind) {
            case Namespace -> Namespace.class;
            case ConfigMap -> ConfigMap.class;
            case Service -> Service.class;
            case Deployment -> Deployment.class;
            case PodDisruptionBudget -> PodDisruptionBudget.class;
            case NetworkPolicy -> NetworkPolicy.class;
            case Kafka -> Kafka.class;
            case KafkaNodePool -> KafkaNodePool.class;
            case KafkaTopic -> KafkaTopic.class;
            case KafkaUser -> KafkaUser.class;
            case Cluster -> PostgresCluster.class;
            case ScaledJob -> KedaScaling.ScaledJob.class;
            case TriggerAuthentication -> KedaScaling.TriggerAuthentication.class;
            case PodMonitor -> PodMonitor.class;
            case PrometheusRule -> PrometheusRule.class;
        };
    }
}
