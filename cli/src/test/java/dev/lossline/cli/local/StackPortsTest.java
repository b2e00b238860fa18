package dev.lossline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.cli.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackPortsTest {
    private final List<String> notes = new ArrayList<>();

    @Test
    void usesTheNextFreePortAndSaysSo() throws IOException {
        try (ServerSocket taken = takenPort()) {
            int port = new StackPorts(Map.of(), notes::add)
                    .choose(StackPart.ORCHESTRATOR, Optional.of(taken.getLocalPort()));
            assertThat(port).isGreaterThan(taken.getLocalPort());
            assertThat(notes)
                    .singleElement()
                    .asString()
                    .contains("Port " + taken.getLocalPort() + " is in use", "LOSSLINE_PORT_ORCHESTRATOR");
        }
    }

    @Test
    void rejectsAConfiguredPortThatIsInUse() throws IOException {
        try (ServerSocket taken = takenPort()) {
            StackPorts ports =
                    new StackPorts(Map.of("LOSSLINE_PORT_KAFKA", Integer.toString(taken.getLocalPort())), notes::add);
            assertThatThrownBy(() -> ports.choose(StackPart.KAFKA, Optional.empty()))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("LOSSLINE_PORT_KAFKA");
        }
    }

    @Test
    void rejectsAnInvalidPort() {
        StackPorts ports = new StackPorts(Map.of("LOSSLINE_PORT_KAFKA", "many"), notes::add);
        assertThatThrownBy(() -> ports.choose(StackPart.KAFKA, Optional.empty()))
                .hasMessage("LOSSLINE_PORT_KAFKA is 'many'; must be 1 to 65535");
    }

    private static ServerSocket takenPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
