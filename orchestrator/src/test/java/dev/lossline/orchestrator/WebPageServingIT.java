package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.lossline.specification.schema.ExperimentSchema;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web page's document and files, and the part of the API that serves it; end-to-end tests the page itself. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class WebPageServingIT {
    private static final Pattern ADDRESS = Pattern.compile("\"(/web[^\"]+)\"");

    private final RecordedExperiment experiment = new RecordedExperiment();
    private final UUID id = experiment.id();

    @BeforeEach
    void record() throws Exception {
        experiment.record(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/submit", "/experiments/x", "/experiments/x/compare", "/trials/x.1"})
    void eachViewIsAnAddressWithAStrictPolicy(String address) {
        given().get(address)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self' 'sha256-"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("X-Content-Type-Options", "nosniff");
        given().head(address).then().statusCode(200);
    }

    @Test
    void theSchemaOfTheDocumentIsServed() {
        String schema = given().get("/api/schema/experiment.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .extract()
                .asString();
        assertThat(schema).isEqualTo(ExperimentSchema.text());
    }

    @Test
    void theDocumentedAddressesAreServed() {
        Matcher named = ADDRESS.matcher(given().get("/").asString());
        int found = 0;
        while (named.find()) {
            given().get(named.group(1)).then().statusCode(200).header("X-Content-Type-Options", "nosniff");
            found++;
        }
        assertThat(found).isGreaterThan(7);
        given().get("/web/examples/quickstart.yaml").then().statusCode(200).body(containsString("name: quickstart"));
        given().get("/web/nothing.js").then().statusCode(404);
        given().get("/anything").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/anything", "/experiments", "/trials/x/y", "/submit/", "/experiments/x/comparison"})
    void anUnknownAddressIsAPageForBrowsersAndAProblemForOthers(String address) {
        given().header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                .get(address)
                .then()
                .statusCode(404)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("/web/main.js"));
        for (String accept : List.of("application/json", "*/*")) {
            given().header("Accept", accept)
                    .get(address)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("status", equalTo(404));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/anything", "/api/experiments/00000000-0000-0000-0000-000000000000", "/api/trials/x"})
    void theApiReturnsProblemsToAnyClient(String address) {
        given().header("Accept", "text/html,*/*;q=0.8").get(address).then().contentType("application/problem+json");
    }

    @Test
    void curvesOfAllTrialsComeColumnByColumnWithThePlaceWhereTheirEventsGoOn() throws Exception {
        experiment.start();
        RecordedExperiment.execute("""
            insert into epoch select '%s.1', e, 1, now(), 1.0 / e, null, null, 0.5, 60000
            from generate_series(1, 100) e\
            """.formatted(id));
        given().get("/api/experiments/" + id + "/epochs")
                .then()
                .statusCode(200)
                .body("lastEventId", notNullValue())
                .body("trials.number", equalTo(List.of(1, 2)))
                .body("trials[0]", aMapWithSize(4))
                .body("trials[0].trainingLoss", hasSize(100))
                .body("trials[0].trainingLoss[3]", equalTo(0.25f))
                .body("trials[0].elapsed[99]", equalTo(50.0f))
                .body("trials[1].epoch", hasSize(0));
        given().get("/api/experiments/" + id + "/epochs?points=4&limit=1")
                .then()
                .statusCode(200)
                .body("trials.number", equalTo(List.of(1)))
                .body("trials[0].epoch", equalTo(List.of(1, 26, 51, 76, 100)));
        given().get("/api/experiments/" + UUID.randomUUID() + "/epochs").then().statusCode(404);
    }

    @Test
    void attemptsSayWhereAndWithWhatATrialWasTrained() throws Exception {
        RecordedExperiment.execute(
                "insert into attempt values ('%s.1', 1, now(), 'cpu', 'h', 'EPYC', 0, 'ab', '0.32.0', '2.5.1', '25')"
                        .formatted(id));
        given().get("/api/trials/" + id + ".1/attempts")
                .then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].host", equalTo("h"))
                .body("[0].pytorch", equalTo("2.5.1"))
                .body("[0].resumedFrom", equalTo(0));
    }

    @Test
    void settingsShowWhetherTheTokenIsRequired() {
        given().get("/api/settings").then().statusCode(200).body("tokenAsked", equalTo(false));
    }
}
