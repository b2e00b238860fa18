package dev.lossline.orchestrator.report;

import dev.lossline.contract.api.EvaluationRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.report.Report.Format;
import dev.lossline.orchestrator.results.ProvenanceStore;
import dev.lossline.orchestrator.results.TrialStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Creates reports. Only a few are created at a time: each holds up to a thousand trials and their curves in memory. */
@ApplicationScoped
public class Reports {
    private static final int MAX_CONCURRENT = 2;
    private static final int WAIT_SECONDS = 1;

    private final TrialStore trials;
    private final ProvenanceStore provenances;
    private final ReportDocuments documents;
    private final Semaphore places = new Semaphore(MAX_CONCURRENT, true);

    Reports(TrialStore trials, ProvenanceStore provenances, ReportDocuments documents) {
        this.trials = trials;
        this.provenances = provenances;
        this.documents = documents;
    }

    /**
     * Creates the current report of an experiment.
     *
     * @throws ProblemException 503 if too many are being created
     */
    String of(ExperimentRepresentation experiment, Format format) throws InterruptedException {
        if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw ProblemException.busy("Too many reports are being created. Try again later.");
        }
        try {
            Optional<EvaluationRepresentation> best =
                    Optional.ofNullable(experiment.bestTrial()).flatMap(trials::evaluation);
            Report report = new Report(
                    experiment,
                    trials.of(experiment.id(), 0, Report.MAX_TRIALS),
                    best,
                    provenances.of(experiment.id()),
                    Instant.now());
            return documents.write(report, format);
        } finally {
            places.release();
        }
    }
}
