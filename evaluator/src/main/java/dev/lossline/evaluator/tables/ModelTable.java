package dev.lossline.evaluator.tables;

import dev.lossline.evaluator.evaluation.CheckpointMessage;
import dev.lossline.specification.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The table {@code model}. */
@ApplicationScoped
public class ModelTable {

    /**
     * Records models; the last model of a trial wins. Two overlapping attempts both publish one, with the same weights,
     * and the last one is what a replay of the compacted topic finds.
     */
    public void trained(Connection connection, List<CheckpointMessage> models) throws SQLException {
        Statements.batch(connection, """
                insert into model (trial_id, attempt, epoch, sha256, safetensors) values (?, ?, ?, ?, ?)
                on conflict (trial_id) do update
                set attempt = excluded.attempt, epoch = excluded.epoch, sha256 = excluded.sha256,
                    safetensors = excluded.safetensors
                where model.sha256 <> excluded.sha256""", models, (row, model) -> {
            row.setString(1, model.metadata().trialId().toString());
            row.setInt(2, model.headers().attempt());
            row.setInt(3, model.headers().epoch());
            row.setString(4, Sha256.of(model.safetensors()));
            row.setBytes(5, model.safetensors());
        });
    }
}
