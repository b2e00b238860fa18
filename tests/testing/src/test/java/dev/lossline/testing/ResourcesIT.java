package dev.lossline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class ResourcesIT {
    @Test
    void allTestClassesOfAJvmShareOneBroker() throws Exception {
        Map<String, String> config = new KafkaResource().start();
        assertThat(new KafkaResource().start()).isEqualTo(config);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", config.get("kafka.bootstrap.servers")))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void connectsAsTheWriterByDefaultAndAsTheReaderOnRequest() throws Exception {
        PostgresResource reader = new PostgresResource();
        reader.init(Map.of("role", "reader"));
        assertThat(userOf(new PostgresResource().start())).isEqualTo(PostgresResource.WRITER);
        assertThat(userOf(reader.start())).isEqualTo(PostgresResource.READER);
    }

    private static String userOf(Map<String, String> config) throws Exception {
        try (var connection = DriverManager.getConnection(
                        config.get("quarkus.datasource.jdbc.url"),
                        config.get("quarkus.datasource.username"),
                        config.get("quarkus.datasource.password"));
                var result = connection.createStatement().executeQuery("select current_user")) {
            result.next();
            return result.getString(1);
        }
    }
}
