package dev.lossline.orchestrator.results;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads the environments in which the trials of an experiment were trained. */
@ApplicationScoped
public class ProvenanceStore {
    private static final int MAX_ATTEMPTS = 20;

    private final Queries queries;

    ProvenanceStore(Queries queries) {
        this.queries = queries;
    }

    /**
     * Attempts with the same environment.
     *
     * @param trials the number of trials with such an attempt
     * @param datasetSha256 null if the trainer did not report it
     */
    public record Provenance(
            String host,
            String device,
            String deviceName,
            String djl,
            String pytorch,
            String java,
            String datasetSha256,
            int trials) {}

    /** The environments with the most trials, up to a limit. */
    public List<Provenance> of(UUID experiment) {
        return queries.list(
                """
                select a.host, a.device, a.device_name, a.djl_version, a.pytorch_version, a.java_version,
                       a.dataset_sha256, count(distinct a.trial_id)::integer as trials
                from attempt a join trial t using (trial_id)
                where t.experiment_id = ?
                group by 1, 2, 3, 4, 5, 6, 7 order by trials desc, 1, 2, 3, 4, 5, 6, 7 limit ?""",
                row -> new Provenance(
                        row.getString("host"),
                        row.getString("device"),
                        row.getString("device_name"),
                        row.getString("djl_version"),
                        row.getString("pytorch_version"),
                        row.getString("java_version"),
                        row.getString("dataset_sha256"),
                        row.getInt("trials")),
                experiment,
                MAX_ATTEMPTS);
    }
}
