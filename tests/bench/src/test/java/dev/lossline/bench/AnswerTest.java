package dev.lossline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.bench.contestant.ContestantLoop;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void readsWhatAContestantWritesOfAnEpoch() {
        assertThat(Answer.parse(ContestantLoop.epochLine(2, 1.25, 0.5)))
                .contains(new Answer.Epoch(2, 1.25, OptionalDouble.of(0.5)));
        assertThat(Answer.parse(ContestantLoop.epochLine(1, 0.5, Double.NaN)))
                .contains(new Answer.Epoch(1, 0.5, OptionalDouble.empty()));
    }

    @Test
    void readsTheOtherAnswers() {
        assertThat(Answer.parse("{\"version\": \"JAX 0.10.2\"}")).contains(new Answer.Version("JAX 0.10.2"));
        assertThat(Answer.parse("{\"ready\":true}")).contains(new Answer.Ready());
        assertThat(Answer.parse("{\"seconds\":3.5}")).contains(new Answer.Trials(3.5));
        assertThat(Answer.parse("{\"skip\":\"pip install jax\"}")).contains(new Answer.Skip("pip install jax"));
    }

    @Test
    void ignoresWhatLibrariesWrite() {
        assertThat(Answer.parse("SLF4J: no providers")).isEmpty();
        assertThat(Answer.parse("{broken")).isEmpty();
        assertThat(Answer.parse("{\"other\":1}")).isEmpty();
        assertThat(Answer.parse("")).isEmpty();
    }

    @Test
    void readsATask() {
        assertThat(ContestantLoop.Task.parse("train 128 64 0 0.1"))
                .isEqualTo(new ContestantLoop.Task(128, 64, 0, 0.1f));
    }
}
