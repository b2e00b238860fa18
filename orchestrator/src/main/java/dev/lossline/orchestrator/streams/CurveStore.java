package dev.lossline.orchestrator.streams;

import dev.lossline.contract.api.CurvesRepresentation.Curve;
import dev.lossline.orchestrator.kafka.StreamPosition;
import dev.lossline.orchestrator.progress.Recording;
import dev.lossline.orchestrator.results.Queries;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads the curves of many trials at once. */
@ApplicationScoped
public class CurveStore {
    public static final int MAX_POINTS = 10_000;

    /** The maximum number of points in one response, about four megabytes. */
    public static final int MAX_TOTAL_POINTS = 300_000;

    private final Queries queries;
    private final Recording recording;

    CurveStore(Queries queries, Recording recording) {
        this.queries = queries;
        this.recording = recording;
    }

    /** The stream position from which events continue the curves that are read from now on. */
    public StreamPosition position() {
        return StreamPosition.at(EventStreams.TOPICS, recording.recorded());
    }

    /** The number of trials of an experiment after a given trial number, up to a limit. */
    public int trials(UUID experimentId, int after, int limit) {
        return queries.list(
                        "select count(*) from (select from trial where experiment_id = ? and number > ? limit ?)",
                        row -> row.getInt(1),
                        experimentId,
                        after,
                        limit)
                .getFirst();
    }

    /**
     * Curves of trials in order of their number. Each has at most {@code points} evenly spaced epochs, including the
     * last one.
     */
    public List<Curve> of(UUID experimentId, int after, int limit, int points) {
        return queries.list("""
                with chosen as (
                    select trial_id, number from trial where experiment_id = ? and number > ?
                    order by number limit ?),
                point as (
                    select c.number, e.epoch, e.training_loss, e.validation_loss, e.validation_accuracy,
                           sum(e.seconds) over (partition by e.trial_id order by e.epoch) as elapsed,
                           max(e.epoch) over (partition by e.trial_id) as last,
                           ? as most
                    from chosen c left join epoch e using (trial_id))
                select number,
                       array_agg(epoch order by epoch) filter (where epoch is not null) as epoch,
                       array_agg(training_loss::real order by epoch) filter (where epoch is not null) as training_loss,
                       array_agg(elapsed::real order by epoch) filter (where epoch is not null) as elapsed,
                       array_agg(validation_loss::real order by epoch)
                           filter (where validation_loss is not null) as validation_loss,
                       array_agg(validation_accuracy::real order by epoch)
                           filter (where validation_accuracy is not null) as validation_accuracy
                from point
                where epoch is null or (epoch - 1) % greatest(1, (last + most - 1) / most) = 0 or epoch = last
                group by number order by number""", CurveStore::curve, experimentId, after, limit, points);
    }

    private static Curve curve(ResultSet row) throws SQLException {
        return new Curve(
                row.getInt("number"),
                row.getArray("epoch") == null
                        ? List.of()
                        : List.of((Integer[]) row.getArray("epoch").getArray()),
                Objects.requireNonNullElse(floats(row.getArray("training_loss")), List.of()),
                Objects.requireNonNullElse(floats(row.getArray("elapsed")), List.of()),
                floats(row.getArray("validation_loss")),
                floats(row.getArray("validation_accuracy")));
    }

    private static List<Float> floats(Array column) throws SQLException {
        return column == null ? null : List.of((Float[]) column.getArray());
    }
}
