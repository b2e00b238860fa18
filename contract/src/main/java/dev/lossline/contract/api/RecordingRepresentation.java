package dev.lossline.contract.api;

import java.util.List;

/** How far the tables lag behind the log, by partition. */
public record RecordingRepresentation(List<Partition> partitions) {
    public RecordingRepresentation {
        partitions = List.copyOf(partitions);
    }

    /**
     * A partition of the log.
     *
     * @param first the offset of the oldest message still on the log
     * @param end the offset of the next message to be written
     * @param recorded the offset up to which the tables contain it; 0 if nothing is recorded
     */
    public record Partition(String topic, int partition, long first, long end, long recorded) {
        /** The number of messages on the log that are not recorded. */
        public long left() {
            return Math.max(0, end - Math.max(first, recorded));
        }
    }
}
