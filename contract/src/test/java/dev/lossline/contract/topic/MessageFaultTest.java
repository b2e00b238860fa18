package dev.lossline.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.specification.violation.InvalidSpecificationException;
import dev.lossline.specification.violation.Violation;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFaultTest {
    static Stream<Throwable> ofMessages() {
        return Stream.of(
                new UnreadableEventException("no event"),
                new ArithmeticException("long overflow"),
                new NullPointerException(),
                new IllegalStateException("other"),
                new StackOverflowError(),
                new OutOfMemoryError("Java heap space"),
                new InvalidSpecificationException(List.of(new Violation("seeds", "-1", "0 or greater"))),
                new RecordTooLargeException("too large"),
                new KafkaException("refused", new RecordTooLargeException("too large")));
    }

    static Stream<Throwable> ofServices() {
        return Stream.of(
                new InterruptedException(),
                new KafkaException("away", new TimeoutException("no broker")),
                new TimeoutException("no broker"),
                new NoClassDefFoundError("a broken build"),
                new TablesGoneException());
    }

    @ParameterizedTest
    @MethodSource("ofMessages")
    void refusesAMessageThatMakesItsReaderFail(Throwable thrown) {
        assertThatThrownBy(() -> MessageFault.refusing(() -> raise(thrown)))
                .isInstanceOf(UnreadableEventException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("ofServices")
    void treatsNoServiceFaultAsAnInvalidMessage(Throwable thrown) {
        assertThatThrownBy(() -> MessageFault.refusing(() -> raise(thrown))).isSameAs(thrown);
    }

    @Test
    void returnsTheResultOfTheWork() throws Exception {
        assertThat(MessageFault.refusing(() -> "done")).isEqualTo("done");
    }

    private static <E extends Throwable> Void raise(Throwable thrown) throws E {
        @SuppressWarnings("unchecked")
        E unchecked = (E) thrown;
        throw unchecked;
    }

    private static final class TablesGoneException extends ServiceFaultException {
        private static final long serialVersionUID = 1;

        TablesGoneException() {
            super("the tables are gone");
        }
    }
}
