package dev.lossline.trainer.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A share group with one partition, of which a test decides what goes wrong. It enforces Kafka's protocol: every message
 * of a poll must be acknowledged before the next one, and only then, and a renewed message comes back from a poll.
 */
final class ControlledQueue {
    private static final TopicPartition PARTITION = new TopicPartition("lossline.trials.cpu", 0);

    /** A fault that occurs once, at the next call of its kind. */
    enum Fault {
        POLL_THROWS,
        ACKNOWLEDGE_THROWS,
        COMMIT_THROWS,
        COMMIT_REFUSED,
        OPEN_THROWS
    }

    private final List<Message> messages = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private Optional<Fault> fault = Optional.empty();
    private boolean away;

    private static final class Message {
        private final ConsumerRecord<String, byte[]> content;
        private Optional<Connection> holder = Optional.empty();
        private int timesEnded;

        Message(ConsumerRecord<String, byte[]> content) {
            this.content = content;
        }
    }

    void arrives() {
        messages.add(new Message(record(messages.size())));
    }

    void goesWrong(Fault next) {
        fault = Optional.of(next);
    }

    void away(boolean isAway) {
        away = isAway;
    }

    boolean answers() {
        return !away;
    }

    /** The broker takes all messages from their holders. */
    void locksExpire() {
        messages.forEach(message -> message.holder = Optional.empty());
    }

    ShareQueue open() {
        throwIf(Fault.OPEN_THROWS);
        Connection connection = new Connection();
        connections.add(connection);
        return connection;
    }

    boolean isHeld(ConsumerRecord<String, byte[]> message) {
        return messages.get((int) message.offset()).holder.isPresent();
    }

    /** How often each message was accepted or rejected for good. */
    List<Integer> timesEnded() {
        return messages.stream().map(message -> message.timesEnded).toList();
    }

    long held() {
        return messages.stream().filter(message -> message.holder.isPresent()).count();
    }

    long openConnections() {
        return connections.stream().filter(connection -> connection.open).count();
    }

    private void throwIf(Fault kind) {
        if (fault.equals(Optional.of(kind))) {
            fault = Optional.empty();
            throw new KafkaException(kind.toString());
        }
    }

    private static ConsumerRecord<String, byte[]> record(long offset) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                offset,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                new byte[0],
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) 1));
    }

    private final class Connection implements ShareQueue {
        private final Map<Long, Message> delivered = new LinkedHashMap<>();
        private final Map<Message, AcknowledgeType> noted = new LinkedHashMap<>();
        private final List<Message> renewed = new ArrayList<>();
        private boolean open = true;

        @Override
        public Iterable<ConsumerRecord<String, byte[]>> poll(Duration patience) {
            requireOpen();
            if (!delivered.isEmpty()) {
                throw new IllegalStateException("all records must be acknowledged before the next poll");
            }
            throwIf(Fault.POLL_THROWS);
            if (away) {
                return List.of();
            }
            List<Message> next = new ArrayList<>(renewed);
            renewed.clear();
            if (next.isEmpty()) {
                messages.stream()
                        .filter(message -> message.holder.isEmpty() && message.timesEnded == 0)
                        .findFirst()
                        .ifPresent(next::add);
            }
            next.forEach(message -> {
                message.holder = Optional.of(this);
                delivered.put(message.content.offset(), message);
            });
            return next.stream().map(message -> message.content).toList();
        }

        @Override
        public void acknowledge(ConsumerRecord<String, byte[]> record, AcknowledgeType type) {
            requireOpen();
            Message message = delivered.get(record.offset());
            if (message == null) {
                throw new IllegalStateException("the record at " + record.offset() + " is not being delivered");
            }
            throwIf(Fault.ACKNOWLEDGE_THROWS);
            delivered.remove(record.offset());
            noted.put(message, type);
        }

        @Override
        public boolean commit(Duration patience) {
            requireOpen();
            Map<Message, AcknowledgeType> sent = Map.copyOf(noted);
            noted.clear();
            throwIf(Fault.COMMIT_THROWS);
            if (fault.equals(Optional.of(Fault.COMMIT_REFUSED))) {
                fault = Optional.empty();
                sent.keySet().forEach(this::release);
                return false;
            }
            return !away && !sent.isEmpty() && sent.entrySet().stream().allMatch(e -> apply(e.getKey(), e.getValue()));
        }

        @Override
        public void close() {
            requireOpen();
            open = false;
            messages.forEach(this::release);
        }

        private boolean apply(Message message, AcknowledgeType type) {
            if (!message.holder.equals(Optional.of(this))) {
                return false;
            }
            switch (type) {
                case RENEW -> renewed.add(message);
                case RELEASE -> release(message);
                case ACCEPT, REJECT -> {
                    release(message);
                    message.timesEnded++;
                }
            }
            return true;
        }

        private void release(Message message) {
            if (message.holder.equals(Optional.of(this))) {
                message.holder = Optional.empty();
            }
        }

        private void requireOpen() {
            if (!open) {
                throw new IllegalStateException("closed");
            }
        }
    }
}
