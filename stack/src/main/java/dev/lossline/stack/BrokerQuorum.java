package dev.lossline.stack;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * A cluster of brokers on this machine, each of which is also a controller. It is defined before the first broker starts,
 * because each must know the others' addresses.
 *
 * @param clusterId the id that their data directories are formatted with
 * @param members the brokers, ordered by id from 1
 */
public record BrokerQuorum(String clusterId, List<Member> members) {
    private static final int MAX_REPLICAS = 3;

    /**
     * Where a broker listens.
     *
     * @param port where clients connect
     * @param controllerPort where the other members connect
     */
    public record Member(int port, int controllerPort) {}

    public BrokerQuorum {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("members is empty; allowed: one or more brokers");
        }
    }

    /** A new cluster. */
    public static BrokerQuorum of(List<Member> members) {
        return new BrokerQuorum(Uuid.randomUuid().toString(), members);
    }

    /** The value of {@code bootstrap.servers} for clients. */
    public String bootstrapServers() {
        return members.stream().map(member -> "127.0.0.1:" + member.port()).collect(Collectors.joining(","));
    }

    Member member(int id) {
        return members.get(id - 1);
    }

    /** Kafka's {@code controller.quorum.voters}. */
    String voters() {
        return IntStream.rangeClosed(1, members.size())
                .mapToObj(id -> id + "@127.0.0.1:" + member(id).controllerPort())
                .collect(Collectors.joining(","));
    }

    /** Kafka's replication factor. */
    int replicas() {
        return Math.min(MAX_REPLICAS, members.size());
    }

    /** Kafka's {@code min.insync.replicas}: one of three brokers may be down. */
    int minInSync() {
        return Math.max(1, replicas() - 1);
    }
}
