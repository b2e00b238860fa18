package dev.lossline.orchestrator.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lossline.orchestrator.problem.ProblemException;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QueriesTest {
    @Test
    void timesOutOnADatabaseThatAcceptsConnectionsButNeverResponds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                AgroalDataSource dataSource = AgroalDataSource.from(pool(silent.getLocalPort()))) {
            Queries queries = new Queries(dataSource);
            Instant begin = Instant.now();
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> queries.list("select 1", row -> row.getInt(1)))
                    .matches(e -> e.problem().status() == 503)
                    .withMessageContaining("the database is not responding");
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(2));
            queries.close();
        }
    }

    private static AgroalDataSourceConfigurationSupplier pool(int port) {
        return new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(5))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(
                                "jdbc:postgresql://127.0.0.1:" + port + "/none?connectTimeout=2&socketTimeout=2")));
    }
}
