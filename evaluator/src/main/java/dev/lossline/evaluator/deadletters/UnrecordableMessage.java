package dev.lossline.evaluator.deadletters;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A message that cannot be recorded, and the reason. */
public record UnrecordableMessage(ConsumerRecord<String, byte[]> message, String reason) {
    TopicPartition partition() {
        return new TopicPartition(message.topic(), message.partition());
    }
}
