package dev.lossline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.cli.Samples;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.contract.event.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentViewTest {
    private static final Terminal.Size SMALL = new Terminal.Size(80, 24);

    private final ExperimentView view = new ExperimentView(false);

    @Test
    void showsARowPerTrialInEightyColumns() {
        List<String> lines = view.lines(Samples.experiment(State.RUNNING, null), Samples.trials(), SMALL, Samples.NOW);
        assertThat(String.join("\n", lines)).isEqualTo("""
                        quickstart  01934b1a-0000-7000-8000-00000000abcd
                        ███████▋░░░░░░░░  48 %  1 running · 1 queued · 1 completed  0:10  0:14 left
                          # learningRate state                epoch    loss             samples/s   left
                          1          0.1 completed ██████████ 20/20  0.0476 █▄▂▁
                          2         0.01 running   ████▌░░░░░  9/20  0.1000 █▄▂▁           161k/s   0:07
                          3        0.001 queued    ░░░░░░░░░░  0/20       –""");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 120, 200})
    void fitsTheWindow(int columns) {
        List<String> lines = view.lines(
                Samples.experiment(State.RUNNING, "a long notice ".repeat(20)),
                Samples.trials(),
                new Terminal.Size(columns, 24),
                Samples.NOW);
        assertThat(lines).allMatch(line -> line.length() <= Math.max(columns, 66));
    }

    @Test
    void showsRunningTrialsFirstAndCountsTheRest() {
        List<TrialRepresentation> trials = new ArrayList<>();
        for (int number = 1; number <= 50; number++) {
            trials.add(Samples.trial(number, number == 40 ? State.RUNNING : State.QUEUED, 0, 0.1));
        }
        List<String> lines = view.lines(Samples.experiment(State.RUNNING, null), trials, SMALL, Samples.NOW);
        assertThat(lines).hasSizeLessThan(SMALL.rows());
        assertThat(lines.get(3)).startsWith(" 40");
        assertThat(lines.getLast()).isEqualTo("… and 33 more: 33 queued");
    }

    @Test
    void showsWhyAnExperimentIsWaiting() {
        List<String> lines = view.lines(
                Samples.experiment(State.QUEUED, "waits for a gpu trainer"), Samples.trials(), SMALL, Samples.NOW);
        assertThat(lines.getLast()).isEqualTo("! waits for a gpu trainer");
    }
}
