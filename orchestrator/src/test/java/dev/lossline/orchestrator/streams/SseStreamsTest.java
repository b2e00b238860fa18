package dev.lossline.orchestrator.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lossline.orchestrator.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SseStreamsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Sends nothing. */
    private final SseStreams streams = new SseStreams(null, 1, DEADLINE);

    @Test
    void acceptsNoStreamsDuringShutdown() {
        streams.end();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> streams.open("late", SseStreamsTest::stay))
                .matches(e -> e.problem().status() == 503)
                .withMessageContaining("is stopping");
    }

    @Test
    void aStreamOpenedDuringShutdownEndsToo() {
        Multi<OutboundSseEvent> stream = streams.open("between", SseStreamsTest::stay);
        streams.end();
        assertThat(read(stream)).isEmpty();
    }

    @Test
    void closesWithoutAnErrorIfTheBrokerIsDown() {
        Multi<OutboundSseEvent> stream = streams.open("broken", client -> {
            throw new TimeoutException("no broker");
        });
        assertThat(read(stream)).isEmpty();
    }

    private static void stay(SseStreams.Client client) {
        while (client.isOpen()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static List<OutboundSseEvent> read(Multi<OutboundSseEvent> stream) {
        return stream.collect().asList().await().atMost(DEADLINE);
    }
}
