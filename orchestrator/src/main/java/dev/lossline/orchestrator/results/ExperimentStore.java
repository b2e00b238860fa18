package dev.lossline.orchestrator.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.api.ExperimentPageRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation.TrialCounts;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.event.State;
import dev.lossline.orchestrator.kafka.TrainerPools;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.reader.Expansion;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads experiments from the tables. */
@ApplicationScoped
public class ExperimentStore {
    private static final String SELECT = """
        select s.*, e.specification from experiment_summary s join experiment e using (experiment_id)
        """;

    private final Queries queries;
    private final TrainerPools pools;

    ExperimentStore(Queries queries, TrainerPools pools) {
        this.queries = queries;
        this.pools = pools;
    }

    public List<ExperimentSummaryRepresentation> newest(int limit) {
        // The ids are selected first; otherwise the view would be evaluated for all experiments.
        return queries.list(SELECT + """
                        where s.experiment_id = any (array(
                            select experiment_id from experiment where specification is not null
                            order by submitted_at desc, experiment_id desc limit ?))
                        order by s.submitted_at desc, s.experiment_id desc""", this::summary, limit);
    }

    /** One page of matching experiments and the total number of matches. */
    public ExperimentPageRepresentation page(ExperimentQuery query) {
        Chosen chosen = choose(query);
        Map<UUID, ExperimentSummaryRepresentation> found = queries
                .list(SELECT + "where s.experiment_id = any (?::uuid[])", this::summary, (Object)
                        chosen.ids().stream().map(UUID::toString).toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(ExperimentSummaryRepresentation::id, Function.identity()));
        List<ExperimentSummaryRepresentation> page = chosen.ids().stream()
                .limit(query.limit())
                .map(found::get)
                .filter(Objects::nonNull)
                .toList();
        boolean more = chosen.ids().size() > query.limit();
        return new ExperimentPageRepresentation(
                page, chosen.total(), more ? query.cursor(chosen.ids().get(query.limit() - 1)) : null);
    }

    /**
     * The experiments of a page.
     *
     * @param ids the ids of the page in order, followed by the first id of the next page if there is one
     * @param total the total number of matches
     */
    private record Chosen(List<UUID> ids, int total) {}

    private Chosen choose(ExperimentQuery query) {
        List<Object> parameters = new ArrayList<>();
        // Only the columns that are used, because the state is costly.
        StringBuilder sql = new StringBuilder(
                "with matching as (select experiment_id, name, submitted_at from experiment_list where true ");
        if (!query.states().isEmpty()) {
            sql.append("and state = any (?) ");
            parameters.add(query.states().stream().map(State::id).toArray(String[]::new));
        }
        query.name().ifPresent(name -> {
            sql.append("and position(lower(?) in lower(name)) > 0 ");
            parameters.add(name);
        });
        query.dataset().ifPresent(dataset -> {
            sql.append("and dataset = ? ");
            parameters.add(dataset.id());
        });
        query.id().ifPresent(id -> {
            sql.append("and position(? in experiment_id::text) > 0 ");
            parameters.add(id);
        });
        for (String word : query.words()) {
            sql.append("and position(? in search_text) > 0 ");
            parameters.add(word);
        }
        sql.append(") select (select count(*) from matching) as total, array(select experiment_id from matching ");
        query.after().ifPresent(after -> {
            sql.append("where ").append(query.sort().after()).append(' ');
            parameters.add(after);
        });
        sql.append("order by ").append(query.sort().order()).append(" limit ?) as ids");
        parameters.add(query.limit() + 1);
        return queries.list(
                        sql.toString(),
                        row -> new Chosen(List.of((UUID[]) row.getArray("ids").getArray()), row.getInt("total")),
                        parameters.toArray())
                .getFirst();
    }

    public Optional<ExperimentRepresentation> find(UUID id) {
        return queries
                .list(
                        SELECT + "where s.experiment_id = ?",
                        row -> summary(row).with(specification(row.getString("specification"))),
                        id)
                .stream()
                .findFirst();
    }

    public Optional<ExperimentSummaryRepresentation> summary(UUID id) {
        return queries.list(SELECT + "where s.experiment_id = ?", this::summary, id).stream()
                .findFirst();
    }

    /** The time of submission; empty if there is no such experiment. */
    public Optional<Instant> submittedAt(UUID id) {
        return queries
                .list(
                        "select submitted_at from experiment where experiment_id = ? and specification is not null",
                        row -> Queries.instant(row, "submitted_at"),
                        id)
                .stream()
                .findFirst();
    }

    private ExperimentSummaryRepresentation summary(ResultSet row) throws SQLException {
        ExperimentSpecification specification = specification(row.getString("specification"));
        State state = State.of(row.getString("state"));
        TrialCounts counts = new TrialCounts(
                row.getInt("total"),
                row.getInt("queued"),
                row.getInt("running"),
                row.getInt("completed"),
                row.getInt("failed"),
                row.getInt("cancelled"),
                row.getInt("evaluated"),
                row.getInt("paused"));
        String bestTrial = row.getString("best_trial");
        long done = row.getLong("epochs_done");
        long total = row.getLong("epochs_total");
        return new ExperimentSummaryRepresentation(
                row.getObject("experiment_id", UUID.class),
                row.getString("name"),
                state,
                Queries.instant(row, "submitted_at"),
                Queries.instant(row, "started_at"),
                Queries.instant(row, "finished_at"),
                counts,
                total == 0 ? 0 : (double) done / total,
                state == State.RUNNING ? estimatedEnd(row, counts) : null,
                bestTrial == null ? null : TrialId.parse(bestTrial),
                Queries.decimal(row, "best_accuracy"),
                notice(state, counts, specification.device()),
                new Expansion(specification).varied(),
                specification.dataset(),
                specification.device());
    }

    /** Extrapolates from the duration of the epochs so far and the number of slots that are busy now. */
    private static Instant estimatedEnd(ResultSet row, TrialCounts counts) throws SQLException {
        long done = row.getLong("epochs_done");
        if (done == 0 || counts.running() == 0) {
            return null;
        }
        double left = row.getLong("epochs_left") * (row.getDouble("seconds_done") / done) / counts.running();
        return Instant.now().plus(Duration.ofMillis((long) (left * 1000)));
    }

    private String notice(State state, TrialCounts counts, List<Device> devices) {
        if (state.isFinal() || state == State.PAUSED || counts.queued() == 0) {
            return null;
        }
        List<String> idle = devices.stream()
                .filter(device -> pools.members(device).filter(n -> n == 0).isPresent())
                .map(Device::id)
                .toList();
        return idle.isEmpty() ? null : """
                waits for a %1$s trainer: none is connected; start trainer-%1$s, or see in its log or ./lossline status \
                why it takes no trials""".formatted(String.join(" and a ", idle));
    }

    private static ExperimentSpecification specification(String json) {
        try {
            return Json.MAPPER.readValue(json, ExperimentSpecification.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recorded specification cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
