package dev.lossline.drill.results;

import dev.lossline.drill.harness.Tables;
import dev.lossline.specification.Sha256;
import dev.lossline.training.safetensors.Safetensors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The results of a trial that its specification determines, to the last bit.
 *
 * @param losses the bits of the training loss of each epoch
 * @param weights the SHA-256 of names, shapes and bytes of the model's tensors, without the file's metadata
 * @param evaluation the bits of loss and accuracy on the test split
 */
record TrialResult(List<Long> losses, String weights, List<Long> evaluation) {
    TrialResult {
        losses = List.copyOf(losses);
        evaluation = List.copyOf(evaluation);
    }

    /** The results of an experiment's trials, by number. */
    static List<TrialResult> of(Tables tables, UUID experiment) {
        return tables.list(
                "select trial_id from trial where experiment_id = ? order by number",
                row -> read(tables, row.getString(1)),
                experiment);
    }

    private static TrialResult read(Tables tables, String trial) {
        List<Long> losses = tables.list(
                "select training_loss from epoch where trial_id = ? order by epoch", TrialResult::bits, trial);
        List<Long> evaluation = tables.list("""
                select v from evaluation, unnest(array[loss, accuracy]) v where trial_id = ?""", TrialResult::bits, trial);
        String weights =
                tables.list("select safetensors from model where trial_id = ?", row -> row.getBytes(1), trial).stream()
                        .map(TrialResult::hashOfTensors)
                        .findFirst()
                        .orElse("none");
        return new TrialResult(losses, weights, evaluation);
    }

    private static long bits(ResultSet row) throws SQLException {
        return Double.doubleToLongBits(row.getDouble(1));
    }

    private static String hashOfTensors(byte[] file) {
        byte[] tensors = new Safetensors(Safetensors.fromBytes(file).tensors(), Map.of()).toBytes();
        return Sha256.of(tensors);
    }
}
