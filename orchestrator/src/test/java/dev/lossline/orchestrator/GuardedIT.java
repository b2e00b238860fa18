package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;

import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** If a token is set, calls that write need it. */
@QuarkusTest
@TestProfile(GuardedIT.Settings.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class GuardedIT {
    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lossline.api-token", "secret");
        }
    }

    @Test
    void writesRequireTheToken() {
        for (String path : new String[] {
            "/api/experiments", "/api/experiments/" + UUID.randomUUID() + "/cancel", "/api/dead-letters/0-0/resend"
        }) {
            given().contentType("application/yaml")
                    .body("name: a".getBytes(UTF_8))
                    .post(path)
                    .then()
                    .statusCode(401)
                    .body("detail", containsString("LOSSLINE_API_TOKEN"));
            given().contentType("application/yaml")
                    .header("Authorization", "Bearer wrong")
                    .body("name: a".getBytes(UTF_8))
                    .post(path)
                    .then()
                    .statusCode(401);
        }
        given().get("/api/experiments").then().statusCode(200);
    }

    @Test
    void theTokenPermitsWrites() {
        given().contentType("application/yaml")
                .header("Authorization", "Bearer secret")
                .body("name: a".getBytes(UTF_8))
                .post("/api/experiments")
                .then()
                .statusCode(202);
    }
}
