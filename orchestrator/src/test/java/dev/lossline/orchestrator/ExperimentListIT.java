package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of experiments: all are found, page by page. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ExperimentListIT {
    private static final int EXPERIMENT_COUNT = 110;

    /** Of this test's experiments alone, as others are in the same tables. */
    private final String name = "Listed " + UUID.randomUUID();

    private final List<String> ids = new ArrayList<>();

    @BeforeEach
    void record() throws Exception {
        for (int i = 0; i < EXPERIMENT_COUNT; i++) {
            RecordedExperiment experiment = new RecordedExperiment();
            ids.add(experiment.id().toString());
        }
        // Those of one millisecond are in no order.
        ids.sort(Comparator.naturalOrder());
        new RecordedExperiment(UUID.fromString(ids.getFirst())).record(1);
        for (int i = 1; i < EXPERIMENT_COUNT; i++) {
            copy(i);
        }
        RecordedExperiment.execute("""
                update experiment set name = '%1$s ' || experiment_id, submitted_at = timestamptz '2026-01-01'
                where experiment_id = any ('{%2$s}')""".formatted(name, String.join(",", ids)));
    }

    @Test
    void pagesHaveEveryExperimentOnceWhileOthersAreSubmitted() throws Exception {
        List<String> read = new ArrayList<>();
        String next = null;
        do {
            ValidatableResponse page = list("name", name, "limit", "40", "after", next);
            read.addAll(page.extract().path("experiments.id"));
            next = page.extract().path("next");
            if (read.size() == 40) {
                page.body("total", equalTo(EXPERIMENT_COUNT));
                new RecordedExperiment().record(1);
            }
        } while (next != null);
        // All were submitted in the same moment: the id decides.
        assertThat(read).containsExactlyElementsOf(ids.reversed());
    }

    @Test
    void aTruncatedListSaysSo() {
        list("name", name).body("experiments.size()", equalTo(100)).body("total", equalTo(EXPERIMENT_COUNT));
        list("name", name, "limit", "1000")
                .body("total", equalTo(EXPERIMENT_COUNT))
                .body("next", nullValue());
    }

    @Test
    void aPartOfTheIdOfTheOldestIsFound() {
        list("id", ids.getFirst().substring(8).toUpperCase(java.util.Locale.ROOT))
                .body("total", equalTo(1))
                .body("experiments[0].id", equalTo(ids.getFirst()));
    }

    @Test
    void filtersAndSorts() throws Exception {
        new RecordedExperiment(UUID.fromString(ids.get(3))).start();
        list("name", name, "state", "running").body("experiments.id", equalTo(List.of(ids.get(3))));
        list("name", name, "state", "running,queued").body("total", equalTo(EXPERIMENT_COUNT));
        list("name", name, "dataset", "fashion-mnist")
                .body("experiments", empty())
                .body("total", equalTo(0));
        list("name", name, "dataset", "mnist", "sort", "name", "limit", "2")
                .body("experiments.id", equalTo(ids.subList(0, 2)));
        list("q", name.toUpperCase(java.util.Locale.ROOT) + " mnist learningrate")
                .body("total", equalTo(EXPERIMENT_COUNT));
        list("q", name + " nothing").body("total", equalTo(0));
    }

    @Test
    void aListHasNoSpecificationsAndAnExperimentHas() {
        list("id", ids.getFirst())
                .body("experiments[0].specification", nullValue())
                .body("experiments[0].dataset", equalTo("mnist"))
                .body("experiments[0].devices", equalTo(List.of("gpu")));
        String address = "/api/experiments/" + ids.getFirst();
        given().get(address).then().body("specification.dataset", equalTo("mnist"));
        given().get(address + "/summary").then().statusCode(200).body("specification", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=x", "state=done", "sort=speed", "dataset=cifar", "limit=1001"})
    void rejectsUnknownCommands(String query) {
        String field = query.substring(0, query.indexOf('='));
        given().get("/api/experiments?" + query).then().statusCode(400).body("violations[0].field", equalTo(field));
    }

    @Test
    void rejectsACursorOfAnotherOrder() {
        String next = list("name", name, "limit", "1").extract().path("next");
        given().queryParam("after", next)
                .queryParam("sort", "name")
                .get("/api/experiments")
                .then()
                .statusCode(400)
                .body("violations[0].allowed", containsString("filters and order"));
    }

    private static ValidatableResponse list(String... parameters) {
        var request = given();
        for (int i = 0; i < parameters.length; i += 2) {
            if (parameters[i + 1] != null) {
                request.queryParam(parameters[i], parameters[i + 1]);
            }
        }
        return request.get("/api/experiments").then().statusCode(200);
    }

    private void copy(int i) throws Exception {
        RecordedExperiment.execute("""
                insert into experiment (experiment_id, name, specification, submitted_at)
                select '%2$s', name, specification, submitted_at from experiment where experiment_id = '%1$s'""".formatted(ids.getFirst(), ids.get(i)));
        RecordedExperiment.execute("""
                insert into trial (trial_id, experiment_id, number, dataset, epochs, device, specification, varied, requested_at)
                select '%2$s.1', '%2$s', 1, dataset, epochs, device, specification, varied, requested_at
                from trial where experiment_id = '%1$s'""".formatted(ids.getFirst(), ids.get(i)));
    }
}
