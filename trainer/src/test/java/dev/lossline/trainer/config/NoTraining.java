package dev.lossline.trainer.config;

import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.training.TrialTraining;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.TrainingResult;
import java.util.Optional;

/** Trains nothing; every trial completes immediately. */
public class NoTraining implements TrialTraining {
    public static final Processor PROCESSOR =
            new Processor(Device.CPU, ai.djl.Device.cpu(), "test", new Versions("", "", ""));

    @Override
    public Processor processor() {
        return PROCESSOR;
    }

    @Override
    public void load(DatasetName dataset) {}

    @Override
    public void requireUsable(TrialSpecification trial, Checkpoint state, boolean isFinal) {}

    @Override
    public Prepared prepare(TrialSpecification specification, Optional<Checkpoint> start) {
        return new Prepared("sha256", listener -> new TrainingResult(1, 0.5, 2, false, null));
    }
}
