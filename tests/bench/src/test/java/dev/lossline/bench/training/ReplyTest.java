package dev.lossline.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.bench.contestant.ContestantLoop;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void parsesTheEpochLineOfAContestant() {
        assertThat(Reply.parse(ContestantLoop.epochLine(2, 1.25, 0.5)))
                .contains(new Reply.Epoch(2, 1.25, OptionalDouble.of(0.5)));
        assertThat(Reply.parse(ContestantLoop.epochLine(1, 0.5, Double.NaN)))
                .contains(new Reply.Epoch(1, 0.5, OptionalDouble.empty()));
    }

    @Test
    void parsesAllOtherReplies() {
        assertThat(Reply.parse("{\"version\": \"JAX 0.10.2\"}")).contains(new Reply.Version("JAX 0.10.2"));
        assertThat(Reply.parse("{\"ready\":true}")).contains(new Reply.Ready());
        assertThat(Reply.parse("{\"seconds\":3.5}")).contains(new Reply.Trials(3.5));
        assertThat(Reply.parse("{\"skip\":\"pip install jax\"}")).contains(new Reply.Skip("pip install jax"));
    }

    @Test
    void ignoresOutputOfLibraries() {
        assertThat(Reply.parse("SLF4J: no providers")).isEmpty();
        assertThat(Reply.parse("{broken")).isEmpty();
        assertThat(Reply.parse("{\"other\":1}")).isEmpty();
        assertThat(Reply.parse("")).isEmpty();
    }

    @Test
    void parsesATask() {
        assertThat(ContestantLoop.Task.parse("train 128 64 0 0.1"))
                .isEqualTo(new ContestantLoop.Task(128, 64, 0, 0.1f));
    }
}
