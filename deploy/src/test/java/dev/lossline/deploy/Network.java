package dev.lossline.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.deploy.Manifests.Kind;
import java.util.List;
import java.util.Map;

/** Who may connect to whom, as the network policies of a cluster have it. */
record Network(Manifests manifests) {
    private static final String NAMESPACE = "lossline";

    /** A pod, or somebody outside of the cluster, who has no labels. */
    record Party(String name, String namespace, Map<String, String> labels) {
        static Party ours(String name, Map<String, String> labels) {
            return new Party(name, NAMESPACE, labels);
        }
    }

    /** Whether neither side's policies are against it. */
    boolean allows(Party from, Party to, int port) {
        return leaves(from, to, port) && enters(from, to, port);
    }

    private boolean leaves(Party from, Party to, int port) {
        return passes(of(from, "Egress"), "egress", "to", to, port);
    }

    private boolean enters(Party from, Party to, int port) {
        List<JsonNode> policies = of(to, "Ingress");
        return isBroker(to) ? entersBroker(from, port) : passes(policies, "ingress", "from", from, port);
    }

    /** Strimzi makes a policy of each listener's peers. */
    private boolean entersBroker(Party from, int port) {
        return Manifests.stream(manifests.one(Kind.Kafka, NAMESPACE).at("/spec/kafka/listeners"))
                .filter(listener -> listener.required("port").asInt() == port)
                .flatMap(listener -> Manifests.stream(listener.required("networkPolicyPeers")))
                .anyMatch(peer -> isPeer(peer, from));
    }

    private static boolean isBroker(Party party) {
        return party.labels().containsKey("strimzi.io/name");
    }

    /** What no policy is about is free. */
    private static boolean passes(List<JsonNode> policies, String way, String side, Party other, int port) {
        return policies.isEmpty()
                || policies.stream()
                        .flatMap(policy -> Manifests.stream(policy.at("/spec/" + way)))
                        .anyMatch(rule -> hasPort(rule, port) && hasPeer(rule.path(side), other));
    }

    private static boolean hasPort(JsonNode rule, int port) {
        return Manifests.stream(rule.required("ports"))
                .anyMatch(allowed -> allowed.required("port").asInt() == port);
    }

    private static boolean hasPeer(JsonNode peers, Party other) {
        return peers.isMissingNode() || Manifests.stream(peers).anyMatch(peer -> isPeer(peer, other));
    }

    private static boolean isPeer(JsonNode peer, Party party) {
        if (peer.has("ipBlock")) {
            return party.namespace().isEmpty();
        }
        boolean thatNamespace = peer.has("namespaceSelector")
                ? selects(peer.path("namespaceSelector"), Map.of("kubernetes.io/metadata.name", party.namespace()))
                : party.namespace().equals(NAMESPACE);
        return thatNamespace && selects(peer.path("podSelector"), party.labels());
    }

    private List<JsonNode> of(Party party, String way) {
        return manifests
                .of(Kind.NetworkPolicy)
                .filter(policy -> party.namespace().equals(NAMESPACE))
                .filter(policy -> selects(policy.at("/spec/podSelector"), party.labels()))
                .filter(policy -> Manifests.stream(policy.at("/spec/policyTypes"))
                        .anyMatch(type -> type.asText().equals(way)))
                .toList();
    }

    /** Whether a selector of Kubernetes, of labels, takes something that has these. */
    static boolean selects(JsonNode selector, Map<String, String> labels) {
        return selector.path("matchLabels").properties().stream()
                .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
    }
}
