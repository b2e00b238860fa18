package dev.lossline.drill.hostile;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Opens connections that tie up resources of the server. */
public final class SlowClients implements AutoCloseable {
    private final List<Connection> connections = new ArrayList<>();
    private final int port;
    private int refused;

    private record Connection(Socket socket, String drip) {}

    public SlowClients(int port) {
        this.port = port;
    }

    /** Clients that send headers without end. */
    public void dribbleHeaders(int number) {
        open(number, "POST /api/experiments HTTP/1.1\r\nHost: 127.0.0.1\r\n", "X-A: b\r\n");
    }

    /** Clients that send a large body byte by byte. */
    public void dribbleBodies(int number) {
        open(
                number,
                "POST /api/experiments?preview=true HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/yaml\r\n"
                        + "Content-Length: 200000\r\n\r\n" + "#".repeat(100_000) + "\n",
                "#");
    }

    /** Clients that open event streams without reading them. */
    public void neverRead(int number, String experiment) {
        open(number, "GET /api/experiments/%s/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".formatted(experiment), "");
    }

    /** Clients that pipeline requests for large responses without reading them. */
    public void pipeline(int number, String path) {
        open(
                number,
                "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".formatted(path).repeat(50),
                "");
    }

    public int size() {
        return connections.size();
    }

    /** Sends the next bytes on each connection and drops closed ones. */
    public void drip() {
        connections.removeIf(connection -> !isOpen(connection));
    }

    private void open(int number, String beginning, String drip) {
        for (int i = 0; i < number; i++) {
            try {
                Socket socket = RawHttp.open(port);
                socket.setReceiveBufferSize(4096);
                Thread.ofVirtual().start(() -> write(socket, beginning));
                connections.add(new Connection(socket, drip));
            } catch (IOException e) {
                refused++;
            }
        }
    }

    public int refused() {
        return refused;
    }

    private static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The server may close the connection; this is checked later.
        }
    }

    /** Only slow senders read, because they normally get no response; the others must not read. */
    private static boolean isOpen(Connection connection) {
        Socket socket = connection.socket();
        try {
            socket.getOutputStream().write(connection.drip().isEmpty() ? new byte[] {'\n'} : bytes(connection));
            socket.getOutputStream().flush();
            if (connection.drip().isEmpty()) {
                return true;
            }
            socket.setSoTimeout(1);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            close(socket);
            return false;
        }
    }

    private static byte[] bytes(Connection connection) {
        return connection.drip().getBytes(StandardCharsets.US_ASCII);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is closed.
        }
    }

    @Override
    public void close() {
        connections.forEach(connection -> close(connection.socket()));
        connections.clear();
    }
}
