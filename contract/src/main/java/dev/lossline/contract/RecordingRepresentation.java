package dev.lossline.contract;

import java.util.List;

/** How far the tables are behind the log, partition by partition. */
public record RecordingRepresentation(List<Partition> partitions) {
    public RecordingRepresentation {
        partitions = List.copyOf(partitions);
    }

    /**
     * A partition of the log.
     *
     * @param first offset of the oldest message that the log still has
     * @param end offset of the next message that will be written
     * @param recorded offset up to which the tables have it; 0 where nothing of it is recorded
     */
    public record Partition(String topic, int partition, long first, long end, long recorded) {
        /** Messages that are there and not recorded. */
        public long left() {
            return Math.max(0, end - Math.max(first, recorded));
        }
    }
}
