package dev.lossline.trainer.training;

import dev.lossline.specification.DatasetName;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.config.Processor;
import dev.lossline.trainer.config.TrainerConfig;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.Training;
import dev.lossline.training.TrainingPlan;
import dev.lossline.training.dataset.Dataset;
import dev.lossline.training.dataset.DatasetStore;
import dev.lossline.training.dataset.DownloadListener;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Trains with PyTorch; downloads missing datasets first. */
@Singleton
public class TorchTraining implements TrialTraining {
    private static final Logger LOG = Logger.getLogger(TorchTraining.class);

    private final DatasetStore datasets;
    private final Processor processor;

    public TorchTraining(TrainerConfig config, Processor processor) {
        this.datasets = new DatasetStore(config.datasets());
        this.processor = processor;
    }

    @Override
    public Processor processor() {
        return processor;
    }

    @Override
    public void load(DatasetName dataset) throws InterruptedException {
        var unused = datasets.open(dataset, DownloadListener.NONE);
    }

    @Override
    public void requireUsable(TrialSpecification trial, Checkpoint state, boolean isFinal) {
        TrainingPlan plan = TrialPlan.from(trial);
        if (isFinal) {
            state.requireModelOf(plan.architecture());
        } else {
            state.requireFits(plan);
        }
    }

    @Override
    public Prepared prepare(TrialSpecification trial, Optional<Checkpoint> start) throws InterruptedException {
        Dataset dataset = datasets.open(trial.dataset(), LOGGING);
        TrainingPlan plan = TrialPlan.from(trial);
        Training training = start.map(
                        checkpoint -> Training.resume(plan, dataset, processor.engineDevice(), checkpoint))
                .orElseGet(() -> new Training(plan, dataset, processor.engineDevice()));
        return new Prepared(dataset.sha256(), training::run);
    }

    private static final DownloadListener LOGGING = new DownloadListener() {
        @Override
        public void starting(String file, String source) {
            LOG.infof("Fetching %s from %s", file, source);
        }

        @Override
        public void note(String message) {
            LOG.info(message);
        }
    };
}
