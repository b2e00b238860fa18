package dev.lossline.evaluator.evaluation;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.evaluator.database.Database;
import dev.lossline.specification.TrialId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads recorded models in the form of their messages: reading one row is faster than scanning the topic. */
@ApplicationScoped
class RecordedModels {
    private final Database database;

    RecordedModels(Database database) {
        this.database = database;
    }

    /** The last model of a trial; empty if none is recorded. */
    Optional<CheckpointMessage> find(TrialId trial) throws InterruptedException, UnreadableEventException {
        Optional<ConsumerRecord<String, byte[]>> message = database.inTransaction(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select epoch, attempt, safetensors from model where trial_id = ?")) {
                select.setString(1, trial.toString());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(message(trial, row)) : Optional.empty();
                }
            }
        });
        return message.isEmpty() ? Optional.empty() : Optional.of(CheckpointMessage.from(message.get()));
    }

    private static ConsumerRecord<String, byte[]> message(TrialId trial, ResultSet row) throws SQLException {
        ConsumerRecord<String, byte[]> message = new ConsumerRecord<>(
                Topic.CHECKPOINTS.name(), 0, 0, CheckpointKey.ofModel(trial), row.getBytes("safetensors"));
        new CheckpointHeaders(row.getInt("epoch"), row.getInt("attempt"), true)
                .toHeaders()
                .forEach(message.headers()::add);
        return message;
    }
}
