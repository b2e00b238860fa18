package dev.lossline.orchestrator;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** With what the trials of an experiment were trained. */
@ApplicationScoped
class ProvenanceStore {
    private static final int MOST = 20;

    private final Queries queries;

    ProvenanceStore(Queries queries) {
        this.queries = queries;
    }

    /**
     * Attempts that were made with the same.
     *
     * @param trials how many trials they are of
     * @param datasetSha256 null where the trainer did not say
     */
    record Provenance(
            String host,
            String device,
            String deviceName,
            String djl,
            String pytorch,
            String java,
            String datasetSha256,
            int trials) {}

    /** The first so many, those of the most trials first. */
    List<Provenance> of(UUID experiment) {
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
                MOST);
    }
}
