package dev.lossline.evaluator.tables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.specification.Json;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Trial;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.reader.Expansion;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table {@code experiment}, and the columns of {@code trial} that follow from the submission. */
@ApplicationScoped
public class ExperimentTable {
    private static final String INSERT_EXPERIMENT = """
            insert into experiment (experiment_id, name, specification, submitted_at) values (?, ?, ?::json, ?)
            on conflict (experiment_id) do update
            set name = excluded.name, specification = excluded.specification, submitted_at = excluded.submitted_at
            where experiment.specification is null""";

    private static final String INSERT_TRIAL = """
            insert into trial (trial_id, experiment_id, number, dataset, hidden, activation, epochs, batch_size,
                               validation_split, optimizer, learning_rate, seed, device, specification, varied,
                               requested_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?)
            on conflict (trial_id) do update
            set dataset = excluded.dataset, hidden = excluded.hidden, activation = excluded.activation,
                epochs = excluded.epochs, batch_size = excluded.batch_size,
                validation_split = excluded.validation_split, optimizer = excluded.optimizer,
                learning_rate = excluded.learning_rate, seed = excluded.seed, device = excluded.device,
                specification = excluded.specification, varied = excluded.varied,
                requested_at = excluded.requested_at
            where trial.specification is null""";

    public void submitted(Connection connection, List<ExperimentSubmitted> events) throws SQLException {
        Statements.batch(connection, INSERT_EXPERIMENT, events, (row, event) -> {
            row.setObject(1, event.experimentId());
            row.setString(2, event.specification().name());
            row.setString(3, json(event.specification()));
            row.setTimestamp(4, Statements.timestamp(event.occurredAt()));
        });
        for (ExperimentSubmitted event : events) {
            Expansion expansion = new Expansion(event.specification());
            List<String> varied = expansion.varied();
            Statements.batch(
                    connection,
                    INSERT_TRIAL,
                    expansion.trials(event.experimentId()),
                    (row, trial) -> set(row, trial, varied, event));
        }
    }

    private static void set(PreparedStatement row, Trial trial, List<String> varied, ExperimentSubmitted event)
            throws SQLException {
        TrialSpecification specification = trial.specification();
        row.setString(1, trial.id().toString());
        row.setObject(2, trial.id().experimentId());
        row.setInt(3, trial.id().number());
        row.setString(4, specification.dataset().id());
        row.setArray(
                5,
                row.getConnection()
                        .createArrayOf("integer", specification.model().hidden().toArray()));
        row.setString(6, specification.model().activation().id());
        row.setInt(7, specification.training().epochs());
        row.setInt(8, specification.training().batchSize());
        row.setDouble(9, specification.training().validationSplit());
        row.setString(10, typeOf(specification.training().optimizer()));
        row.setDouble(11, specification.training().optimizer().learningRate());
        row.setLong(12, specification.seed());
        row.setString(13, specification.device().id());
        row.setString(14, json(specification));
        row.setString(15, json(valuesOf(specification, varied)));
        row.setTimestamp(16, Statements.timestamp(event.occurredAt()));
    }

    private static Map<String, JsonNode> valuesOf(TrialSpecification specification, List<String> varied) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (String path : varied) {
            JsonNode value = Expansion.valueAt(specification, path);
            if (!value.isMissingNode()) {
                values.put(path, value);
            }
        }
        return values;
    }

    private static String typeOf(Optimizer optimizer) {
        return switch (optimizer) {
            case Optimizer.Sgd sgd -> "sgd";
            case Optimizer.Adam adam -> "adam";
            case Optimizer.AdamW adamW -> "adamw";
        };
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value, e);
        }
    }
}
