package dev.lossline.contract.topic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TopicCreatorTest {
    @Test
    void rejectsAnInvalidReplication() {
        assertThatThrownBy(() -> new TopicCreator(null, OptionalInt.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the replication factor is 0, must be at least 1");
    }
}
