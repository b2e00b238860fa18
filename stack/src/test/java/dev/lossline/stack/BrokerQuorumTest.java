package dev.lossline.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.stack.BrokerQuorum.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerQuorumTest {
    private final BrokerQuorum three =
            BrokerQuorum.of(List.of(new Member(1001, 2001), new Member(1002, 2002), new Member(1003, 2003)));

    @Test
    void toleratesTheLossOfOneOfThreeBrokers() {
        assertThat(three.replicas()).isEqualTo(3);
        assertThat(three.minInSync()).isEqualTo(2);
    }

    @Test
    void aSingleBrokerHasOneReplica() {
        BrokerQuorum one = BrokerQuorum.of(List.of(new Member(1001, 2001)));
        assertThat(one.replicas()).isEqualTo(1);
        assertThat(one.minInSync()).isEqualTo(1);
    }

    @Test
    void everyBrokerKnowsAllControllers() {
        assertThat(three.voters()).isEqualTo("1@127.0.0.1:2001,2@127.0.0.1:2002,3@127.0.0.1:2003");
        assertThat(three.bootstrapServers()).isEqualTo("127.0.0.1:1001,127.0.0.1:1002,127.0.0.1:1003");
        assertThat(three.member(2)).isEqualTo(new Member(1002, 2002));
    }

    @Test
    void rejectsAnEmptyCluster() {
        assertThatThrownBy(() -> BrokerQuorum.of(List.of()))
                .hasMessage("members is empty; allowed: one or more brokers");
    }
}
