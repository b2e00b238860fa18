package dev.lossline.stack;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Brokers on this machine that are one cluster, each its own controller too. Known before the first of them starts, as
 * each has to know the others' places.
 *
 * @param clusterId what their data directories are formatted with
 * @param members the brokers in the order of their ids, which begin at 1
 */
public record BrokerQuorum(String clusterId, List<Member> members) {
    private static final int MOST_REPLICAS = 3;

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
            throw new IllegalArgumentException("members is empty, must be at least one broker");
        }
    }

    /** A cluster that does not exist yet. */
    public static BrokerQuorum of(List<Member> members) {
        return new BrokerQuorum(Uuid.randomUuid().toString(), members);
    }

    /** What clients take as {@code bootstrap.servers}. */
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

    /** How many brokers have each partition. */
    int replicas() {
        return Math.min(MOST_REPLICAS, members.size());
    }

    /** How many must have a message before it counts as written: one may be away where there are three. */
    int leastInSync() {
        return Math.max(1, replicas() - 1);
    }
}
