package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.deploy.Manifests.Kind;
import dev.lossline.deploy.Network.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arrows of the README's picture, and no others. */
@NeedsKustomize
class NetworkTest {
    private static final Map<String, Integer> PORTS = Map.of(
            "kafka",
            9093,
            "postgres",
            5432,
            "orchestrator",
            8080,
            "evaluator",
            8080,
            "trainer-cpu",
            8080,
            "trainer-gpu",
            8080);
    private static final Party SOMEBODY = Party.at("203.0.113.7");

    private final Operators operators = Operators.read();
    private final Manifests manifests = Manifests.of("gpu");
    private final Network network = new Network(manifests);

    @Test
    void allowedConnectionsMatchTheDiagram() {
        List<Party> parties = parties();
        List<String> arrows = new ArrayList<>();
        for (Party from : parties) {
            for (Party to : parties) {
                // The API is for everybody, see below.
                if (PORTS.containsKey(to.name())
                        && !from.equals(to)
                        && !to.name().equals("orchestrator")
                        && network.allows(from, to, PORTS.get(to.name()))) {
                    arrows.add(from.name() + " → " + to.name());
                }
            }
        }
        assertThat(arrows)
                .containsExactlyInAnyOrder(
                        "orchestrator → kafka",
                        "orchestrator → postgres",
                        "evaluator → kafka",
                        "evaluator → postgres",
                        "trainer-cpu → kafka",
                        "trainer-gpu → kafka",
                        "keda → postgres",
                        "grafana → postgres",
                        "cnpg → postgres",
                        "prometheus → evaluator",
                        "prometheus → trainer-cpu",
                        "prometheus → trainer-gpu");
    }

    @Test
    void theNetworkExposesOnlyTheApi() {
        Party orchestrator = party("orchestrator");
        assertThat(network.allows(SOMEBODY, orchestrator, 8080)).isTrue();
        assertThat(network.allows(SOMEBODY, orchestrator, 8081)).isFalse();
        assertThat(network.allows(party("evaluator"), orchestrator, 8080)).isFalse();
        assertThat(network.allows(party("prometheus"), party("postgres"), 9187)).isTrue();
        assertThat(network.allows(SOMEBODY, party("postgres"), 9187)).isFalse();
        assertThat(network.allows(party("kafka"), SOMEBODY, 443))
                .as("no policy of ours is about brokers")
                .isTrue();
    }

    /**
     * Without it no service finds another by its name. <a
     * href="https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/">NodeLocal DNSCache</a> answers at a link-local
     * address, at the cluster IP of kube-dns or, as a pod on the host's network, at an address of the node.
     */
    @Test
    void everyServiceResolvesNames() {
        List<Party> servers = List.of(
                Party.pod("kube-dns", "kube-system", Map.of("k8s-app", "kube-dns")),
                Party.at("169.254.20.10"),
                Party.at("10.96.0.10"),
                Party.at("172.20.0.10"),
                Party.at("192.168.1.4"),
                Party.at("100.64.0.10"),
                Party.at("fd00::10"),
                Party.at("fe80::a"));
        for (Pod pod : manifests.pods()) {
            for (Party server : servers) {
                assertThat(List.of("UDP/53", "TCP/53"))
                        .as("%s, %s", pod.service(), server)
                        .allMatch(port -> network.allows(party(pod.service()), server, port));
                assertThat(List.of("TCP/443", "TCP/80", "TCP/8080"))
                        .as("%s, %s", pod.service(), server)
                        .noneMatch(port -> network.allows(party(pod.service()), server, port));
            }
            assertThat(network.allows(party(pod.service()), SOMEBODY, "UDP/53"))
                    .as(pod.service())
                    .isFalse();
        }
    }

    /** As its documentation asks: https://cloudnative-pg.io/documentation/current/networking. */
    @Test
    void theDatabasesInstancesReachEachOtherAndTheirOperatorReachesThem() {
        for (int port : List.of(5432, 8000)) {
            for (String from : List.of("postgres", "cnpg")) {
                assertThat(network.allows(party(from), party("postgres"), port))
                        .as("%s, %s", from, port)
                        .isTrue();
            }
            assertThat(network.allows(SOMEBODY, party("postgres"), port)).isFalse();
        }
        assertThat(network.allows(party("orchestrator"), party("postgres"), 8000))
                .isFalse();
    }

    /** A service's port is one of the pods that it stands for, and open to them. */
    @Test
    void servicesTargetPortsOfTheirPods() {
        manifests.of(Kind.Service).forEach(service -> {
            var labels = Manifests.YAML.createObjectNode().set("matchLabels", service.at("/spec/selector"));
            List<Pod> pods = manifests.pods().stream()
                    .filter(pod -> Network.selects(labels, pod.labels()))
                    .toList();
            assertThat(pods).as(Manifests.name(service)).hasSize(1);
            var port = service.at("/spec/ports/0");
            assertThat(port.required("targetPort"))
                    .isEqualTo(pods.getFirst().container().at("/ports/0/name"));
            assertThat(port.required("port"))
                    .isEqualTo(pods.getFirst().container().at("/ports/0/containerPort"));
        });
    }

    /** The orchestrator rejects unknown hosts. */
    @Test
    void theOrchestratorAllowsTheNamesOfItsService() {
        String service = Manifests.name(manifests.of(Kind.Service).findFirst().orElseThrow());
        String namespace =
                Manifests.name(manifests.of(Kind.Namespace).findFirst().orElseThrow());
        Pod orchestrator = manifests.pods().stream()
                .filter(pod -> pod.service().equals("orchestrator"))
                .findFirst()
                .orElseThrow();
        assertThat(orchestrator
                        .environment(manifests)
                        .get("LOSSLINE_ALLOWED_HOSTS")
                        .split(","))
                .containsExactlyInAnyOrder(
                        service,
                        service + "." + namespace,
                        service + "." + namespace + ".svc",
                        service + "." + namespace + ".svc.cluster.local");
    }

    /** The other services make no external connections. */
    @Test
    void onlyServicesThatDownloadDatasetsReachTheInternet() {
        assertThat(parties().stream()
                        .filter(party -> manifests.pods().stream()
                                .anyMatch(pod -> pod.service().equals(party.name())))
                        .filter(party -> network.allows(party, SOMEBODY, 443))
                        .map(Party::name))
                .containsExactlyInAnyOrder("evaluator", "trainer-cpu", "trainer-gpu");
    }

    @Test
    void scrapesPodsAtTheirPort() {
        for (Pod pod : manifests.pods()) {
            assertThat(manifests
                            .of(Kind.PodMonitor)
                            .filter(monitor -> Network.selects(monitor.at("/spec/selector"), pod.labels()))
                            .map(monitor -> monitor.at("/spec/podMetricsEndpoints/0/port")
                                    .asText()))
                    .as(pod.service())
                    .containsExactly(pod.container().at("/ports/0/name").asText());
        }
    }

    @Test
    void everySelectorOfOursSelectsAPod() {
        List<Party> parties = parties();
        for (Kind kind : List.of(Kind.Service, Kind.PodDisruptionBudget, Kind.NetworkPolicy, Kind.PodMonitor)) {
            manifests.of(kind).forEach(manifest -> {
                var selector = manifest.at("/spec/selector").isMissingNode()
                        ? manifest.at("/spec/podSelector")
                        : manifest.at("/spec/selector");
                var labels = kind == Kind.Service
                        ? Manifests.YAML.createObjectNode().set("matchLabels", selector)
                        : selector;
                assertThat(parties)
                        .as("%s %s", kind, Manifests.name(manifest))
                        .anyMatch(party -> Network.selects(labels, party.labels()));
            });
        }
    }

    private Party party(String name) {
        return parties().stream()
                .filter(party -> party.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Lossline's pods, those that operators create for it (with their labels), and unrelated pods. */
    private List<Party> parties() {
        List<Party> parties = new ArrayList<>();
        manifests.pods().forEach(pod -> parties.add(Party.ours(pod.service(), pod.labels())));
        parties.add(Party.ours(
                "kafka",
                Map.of(
                        "app.kubernetes.io/name",
                        "kafka",
                        "app.kubernetes.io/part-of",
                        "lossline",
                        "strimzi.io/cluster",
                        "lossline",
                        "strimzi.io/name",
                        "lossline-kafka")));
        parties.add(Party.ours("postgres", Map.of("cnpg.io/cluster", "lossline-postgres")));
        String monitoring = operators.of("kube-prometheus-stack").namespace();
        parties.add(Party.pod("prometheus", monitoring, Map.of("app.kubernetes.io/name", "prometheus")));
        parties.add(Party.pod("grafana", monitoring, Map.of("app.kubernetes.io/name", "grafana")));
        parties.add(Party.pod("keda", operators.of("keda").namespace(), Map.of("app", "keda-operator")));
        parties.add(Party.pod(
                "cnpg",
                operators.of("cloudnative-pg").namespace(),
                Map.of("app.kubernetes.io/name", "cloudnative-pg")));
        parties.add(SOMEBODY);
        return parties;
    }
}
