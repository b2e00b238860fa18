package dev.lossline.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.deploy.Manifests.Kind;
import java.util.List;
import java.util.Map;

/** Evaluates the network policies. */
record Network(Manifests manifests) {
    private static final String NAMESPACE = "lossline";

    /**
     * A pod, or an address outside the cluster.
     *
     * @param namespace empty for an address
     * @param address empty for a pod: whether an IP block matches the address of a pod depends on the network plugin
     */
    record Party(String name, String namespace, Map<String, String> labels, String address) {
        static Party pod(String name, String namespace, Map<String, String> labels) {
            return new Party(name, namespace, labels, "");
        }

        static Party ours(String name, Map<String, String> labels) {
            return pod(name, NAMESPACE, labels);
        }

        static Party at(String address) {
            return new Party(address, "", Map.of(), address);
        }
    }

    /** Whether the policies of both sides allow a connection over TCP. */
    boolean allows(Party from, Party to, int port) {
        return allows(from, to, "TCP/" + port);
    }

    /** @param port with its protocol, as in {@code UDP/53} */
    boolean allows(Party from, Party to, String port) {
        return leaves(from, to, port) && enters(from, to, port);
    }

    private boolean leaves(Party from, Party to, String port) {
        List<JsonNode> policies = of(from, "Egress");
        return policies.isEmpty() || oneAllows(policies, "egress", "to", to, port);
    }

    /** A pod without a policy accepts everything; several policies add up. Brokers always have one from Strimzi. */
    private boolean enters(Party from, Party to, String port) {
        List<JsonNode> policies = of(to, "Ingress");
        boolean broker = isBroker(to);
        return (policies.isEmpty() && !broker)
                || oneAllows(policies, "ingress", "from", from, port)
                || (broker && entersListener(from, port));
    }

    /** Strimzi derives its policy from the peers of each listener. */
    private boolean entersListener(Party from, String port) {
        return Manifests.stream(manifests.one(Kind.Kafka, NAMESPACE).at("/spec/kafka/listeners"))
                .filter(listener ->
                        port.equals("TCP/" + listener.required("port").asInt()))
                .flatMap(listener -> Manifests.stream(listener.required("networkPolicyPeers")))
                .anyMatch(peer -> isPeer(peer, from));
    }

    private static boolean isBroker(Party party) {
        return party.labels().containsKey("strimzi.io/name");
    }

    private static boolean oneAllows(List<JsonNode> policies, String way, String side, Party other, String port) {
        return policies.stream()
                .flatMap(policy -> Manifests.stream(policy.at("/spec/" + way)))
                .anyMatch(rule -> hasPort(rule, port) && hasPeer(rule.path(side), other));
    }

    private static boolean hasPort(JsonNode rule, String port) {
        return Manifests.stream(rule.required("ports"))
                .anyMatch(allowed -> port.equals(allowed.path("protocol").asText("TCP") + "/"
                        + allowed.required("port").asInt()));
    }

    private static boolean hasPeer(JsonNode peers, Party other) {
        return peers.isMissingNode() || Manifests.stream(peers).anyMatch(peer -> isPeer(peer, other));
    }

    private static boolean isPeer(JsonNode peer, Party party) {
        if (peer.has("ipBlock")) {
            return isInBlock(peer.required("ipBlock"), party.address());
        }
        boolean thatNamespace = peer.has("namespaceSelector")
                ? selects(peer.path("namespaceSelector"), Map.of("kubernetes.io/metadata.name", party.namespace()))
                : party.namespace().equals(NAMESPACE);
        return thatNamespace && selects(peer.path("podSelector"), party.labels());
    }

    private static boolean isInBlock(JsonNode block, String address) {
        return !address.isEmpty()
                && AddressRange.parse(block.required("cidr").asText()).contains(address)
                && Manifests.stream(block.path("except"))
                        .noneMatch(except -> AddressRange.parse(except.asText()).contains(address));
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

    /** Whether a label selector matches these labels. */
    static boolean selects(JsonNode selector, Map<String, String> labels) {
        return selector.path("matchLabels").properties().stream()
                .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
    }
}
