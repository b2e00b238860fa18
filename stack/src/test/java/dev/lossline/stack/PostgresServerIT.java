package dev.lossline.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private PostgresServer server;

    @BeforeEach
    void start() throws InterruptedException {
        server = PostgresServer.start(
                directory.resolve("postgres"), shared.resolve("binaries"), ServerLauncher.freePort(), log());
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.process().stop(PostgresServer.STOP_SIGNAL, TIMEOUT);
    }

    @Test
    void keepsCommittedDataAfterAShutdownWithOpenSessionsAndAKill() throws Exception {
        write("create table loss (value int)");
        try (Connection open = connect("lossline_writer")) {
            open.createStatement().execute("insert into loss values (1)");
            assertThat(server.process().stop(PostgresServer.STOP_SIGNAL, TIMEOUT))
                    .isTrue();
        }
        start();
        write("insert into loss values (2)");
        kill();
        start();
        assertThat(sum("lossline_reader")).isEqualTo(3);
    }

    @Test
    void startsIfAnotherProcessHasTheOldPid() throws Exception {
        server.process().stop(PostgresServer.STOP_SIGNAL, TIMEOUT);
        Files.writeString(
                directory.resolve("postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        start();
        assertThat(server.process().alive()).isTrue();
    }

    @Test
    void readerCanReadTheWritersTablesButNotWrite() throws Exception {
        write("create table loss (value int); insert into loss values (7)");
        assertThat(sum("lossline_reader")).isEqualTo(7);
        try (Connection reader = connect("lossline_reader")) {
            reader.createStatement().execute("set default_transaction_read_only = off");
            assertThatThrownBy(() -> reader.createStatement().execute("delete from loss"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> reader.createStatement().execute("create table mine (value int)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void reportsAPortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                            () -> PostgresServer.start(directory.resolve("other"), shared, taken.getLocalPort(), log()))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("PostgreSQL cannot listen on port " + taken.getLocalPort());
        }
    }

    private void kill() throws Exception {
        ProcessHandle handle = ProcessHandle.of(server.process().pid()).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().get();
    }

    private Path log() {
        return directory.resolve("postgres.log");
    }

    private Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), role, role);
    }

    private void write(String sql) throws SQLException {
        try (Connection writer = connect("lossline_writer")) {
            writer.createStatement().execute(sql);
        }
    }

    private int sum(String role) throws SQLException {
        try (Connection connection = connect(role);
                var result = connection.createStatement().executeQuery("select sum(value) from loss")) {
            result.next();
            return result.getInt(1);
        }
    }
}
