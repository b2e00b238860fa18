package dev.lossline.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.lossline.cli.Samples;
import dev.lossline.contract.event.State;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Reference;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudyPartTest {
    @Test
    void printsPublishedAndMeasuredValues() {
        TrialSpecification shorter = Samples.specification(List.of(128), 20, 0.001);
        TrialSpecification longer = Samples.specification(List.of(128), 40, 0.001);
        StudyPart part = new StudyPart(specification(), List.of(shorter, longer));
        assertThat(String.join(
                        "\n",
                        part.lines(
                                Map.of(
                                        shorter, Samples.trial(1, State.COMPLETED, 20, 0.001),
                                        longer, Samples.trial(2, State.COMPLETED, 20, 0.001)),
                                false)))
                .isEqualTo("""
                        epochs  published loss    loss  accuracy  published seconds  seconds
                            20          0.4300  0.0476   97.12 %            30.40 s  10.00 s
                            40               –  0.0476   97.12 %                  –  10.00 s""");
    }

    private static ExperimentSpecification specification() {
        return new ExperimentSpecification(
                "epochs",
                DatasetName.MNIST,
                new Model(List.of(128), Activation.RELU),
                new Training(40, 64, 0, new Optimizer.Sgd(0.001, 0, 0, false)),
                new ExperimentSpecification.Search(
                        List.of(Map.of("training.epochs", List.of(IntNode.valueOf(20), IntNode.valueOf(40))))),
                List.of(0L),
                List.of(Device.CPU),
                new Reference(
                        "a paper",
                        List.of(new Reference.Result(
                                Map.of("training.epochs", IntNode.valueOf(20)), 0.43, null, 30.4))));
    }
}
