package dev.lossline.contract.topic;

import dev.lossline.specification.TrialId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;

/**
 * Applies Kafka's default rule to the part of the key before the slash. A trial's model and checkpoints are therefore
 * in the same partition, and searching for one reads only that partition.
 */
public final class TrialPartitioner implements Partitioner {

    /** The partition of all messages of a trial. */
    public static int partitionOf(TrialId trial, int partitions) {
        return partitionOf(trial.toString().getBytes(StandardCharsets.UTF_8), partitions);
    }

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        int partitions = cluster.partitionsForTopic(topic).size();
        return keyBytes == null ? ThreadLocalRandom.current().nextInt(partitions) : partitionOf(keyBytes, partitions);
    }

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public void close() {}

    private static int partitionOf(byte[] key, int partitions) {
        int end = 0;
        while (end < key.length && key[end] != CheckpointKey.SEPARATOR) {
            end++;
        }
        return Utils.toPositive(Utils.murmur2(Arrays.copyOf(key, end))) % partitions;
    }
}
