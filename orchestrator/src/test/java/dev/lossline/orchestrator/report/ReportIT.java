package dev.lossline.orchestrator.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lossline.orchestrator.RecordedExperiment;
import dev.lossline.orchestrator.SchemaResource;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.document.Document.Format;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reports of rows as the recorder writes them. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ReportIT {
    private static final String HOSTILE = "<script>alert(1)</script> | \"a\" & `b` *c* [d](http://e)";

    private final RecordedExperiment experiment = new RecordedExperiment();
    private final UUID id = experiment.id();

    @BeforeEach
    void record() throws Exception {
        experiment.record(2);
        experiment.start();
        rename("learning rates");
        RecordedExperiment.execute("""
                update trial set completed_at = now(), training_loss = 0.025, seconds = 12 where experiment_id = '%s'
                """.formatted(id));
        RecordedExperiment.execute("""
                insert into epoch select '%s.' || t, e, 1, now(), 2.3 / (e + t), null, null, 0.5, 60000
                from generate_series(1, 100) e, generate_series(1, 2) t""".formatted(id));
        RecordedExperiment.execute(
                "insert into evaluation values ('%s.1', 1, now(), 10, 0.4, 0.8, 'ab12')".formatted(id));
        RecordedExperiment.execute(
                "insert into confusion values ('%1$s.1',0,0,5), ('%1$s.1',0,1,1), ('%1$s.1',1,0,1), ('%1$s.1',1,1,3)"
                        .formatted(id));
        RecordedExperiment.execute(
                "insert into class_metric values ('%1$s.1',0,0.8,0.8,0.8,6), ('%1$s.1',1,0.7,0.7,0.7,4)".formatted(id));
    }

    @Test
    void theDocumentIsWellFormedAndHasEveryPart() throws Exception {
        Document document = html(report(""));

        assertThat(texts(document, "h2"))
                .containsExactly(
                        "Training curves",
                        "Trials",
                        "Published and measured",
                        "Confusion matrix of trial 1, the best",
                        "Reproduce");
        assertThat(texts(document, "title")).containsExactly("learning rates – Lossline");
        assertThat(texts(document, "td")).contains("0.0250", "80.00 %", "100/100", "79.00 %", "5", "host");
        assertThat(series(document)).isEqualTo(2);
    }

    @Test
    void theDocumentLoadsAndRunsNothing() {
        Response answer = report("");

        assertThat(answer.contentType()).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(answer.asString())
                .doesNotContainIgnoringCase("<script")
                .doesNotContain("src=", "href=\"http", "@import", "url(http");
    }

    @Test
    void userTextIsEscapedInHtml() throws Exception {
        rename(HOSTILE);

        Response answer = report("");

        assertThat(answer.asString()).doesNotContain("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(texts(html(answer), "title")).containsExactly(HOSTILE + " – Lossline");
    }

    @Test
    void userTextIsEscapedInMarkdown() throws Exception {
        rename(HOSTILE + "\n# not a heading\n```");

        String markdown = report("?format=markdown").asString();

        assertThat(markdown.lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .isEqualTo(
                                "# \\<script\\>alert\\(1\\)\\</script\\> \\| \"a\" \\& \\`b\\` \\*c\\* \\[d\\]\\(http://e\\)"
                                        + " \\# not a heading \\`\\`\\`"));
        assertThat(markdown).contains("\n````yaml\n").endsWith("````\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'',200",
        "' ',200",
        "*/*,200",
        "text/*,200",
        "'*/*;q=x',200",
        "image/png,406",
        "nonsense,406",
        "',;',406"
    })
    void anyAcceptHeaderIsAnswered(String accept, int status) {
        given().header("Accept", accept)
                .get("/api/experiments/" + id + "/report")
                .then()
                .statusCode(status);
    }

    @Test
    void theTablesOfMarkdownAreTables() {
        Response answer = given().accept("text/markdown").get("/api/experiments/" + id + "/report");

        assertThat(answer.contentType()).isEqualToIgnoringCase("text/markdown;charset=UTF-8");
        List<List<String>> tables = tables(answer.asString());
        // Facts, trials, published, confusion, provenance.
        assertThat(tables)
                .hasSize(5)
                .allSatisfy(table -> assertThat(table)
                        .allSatisfy(row -> assertThat(columns(row)).isEqualTo(columns(table.getFirst()))));
        assertThat(answer.asString())
                .contains("| trial | learningRate | state | epochs | training loss |")
                .contains("| 1 | 0.1 | completed | 100/100 | 0.0250 | 0.4000 | 80.00 % | 12.00 s | best |");
    }

    @Test
    void theSpecificationInItCanBeSubmittedAgain() throws Exception {
        rename("yes: # 1.5");
        String markdown = report("?format=markdown").asString();
        Matcher block = Pattern.compile("(?s)```yaml\n(.*)\n```").matcher(markdown);
        assertThat(block.find()).isTrue();

        ExperimentSpecification read =
                new SpecificationReader(100).read(block.group(1).getBytes(StandardCharsets.UTF_8), Format.YAML);

        assertThat(Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(read)))
                .isEqualTo(Json.MAPPER
                        .readTree(given().get("/api/experiments/" + id).asString())
                        .get("specification"));
    }

    @Test
    void publishedValuesAreListedByTrial() throws Exception {
        rename("published");
        given().get("/api/experiments/" + id + "/reference")
                .then()
                .statusCode(200)
                .body("source", equalTo("the study"))
                .body("trials.number", contains(1, 2))
                .body("trials[1].loss", equalTo(0.3f))
                .body("trials[1].accuracy", equalTo(0.79f));
    }

    @Test
    void aDownloadIsNamedAfterTheExperiment() {
        String end = id.toString().substring(28);
        assertThat(report("?download=true").header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"lossline-learning-rates-" + end + ".html\"");
        assertThat(report("?download=true&format=markdown").header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"lossline-learning-rates-" + end + ".md\"");
        assertThat(report("").header("Content-Disposition")).isNull();
    }

    @Test
    void theEndTimeIsThatOfTheExperiment() throws Exception {
        RecordedExperiment.execute("""
                update trial set started_at = '2026-01-02T03:00:00Z', completed_at = '2026-01-02T03:04:05Z'
                where experiment_id = '%s'""".formatted(id));
        RecordedExperiment.execute(
                "insert into evaluation values ('%s.2', 1, '2026-01-02T03:06:07Z', 10, 0.5, 0.7, 'ab13')"
                        .formatted(id));
        RecordedExperiment.execute(
                "update evaluation set occurred_at = '2026-01-02T03:06:07Z' where trial_id = '%s.1'".formatted(id));

        assertThat(report("?format=markdown").asString())
                .contains("Completed on 2026-01-02 03:06 UTC.", "Generated on 2")
                .doesNotContain("Generated on 2026-01-02 03");
        assertThat(texts(html(report("")), "p"))
                .anyMatch(text -> text.startsWith("Completed on 2026-01-02 03:06 UTC."));
    }

    @Test
    void aRunningExperimentHasNoEnd() throws Exception {
        RecordedExperiment waiting = new RecordedExperiment();
        waiting.record(1);

        assertThat(given().get("/api/experiments/" + waiting.id() + "/report?format=markdown")
                        .asString())
                .containsPattern("Queued as of \\d{4}-")
                .doesNotContain("Completed");
    }

    @Test
    void nonFiniteLossesAreGaps() throws Exception {
        RecordedExperiment lone = new RecordedExperiment();
        lone.record(3);
        RecordedExperiment.execute("""
                insert into epoch select '%s.' || t, 1, 1, now(), case when t = 3 then 'NaN'::float8 else 2.2935 end,
                null, null, 0.5, 60000 from generate_series(1, 3) t""".formatted(lone.id()));

        Document document = html(given().get("/api/experiments/" + lone.id() + "/report"));

        assertThat(points(document)).isEqualTo(2);
        List<String> labels = texts(document, "text");
        assertThat(labels).contains("1").doesNotHaveDuplicates();
        assertThat(texts(document, "li")).contains("trial 1: learningRate 0.1").hasSize(4);
    }

    @Test
    void reportsInvalidRequests() {
        String address = "/api/experiments/" + id + "/report";
        given().get(address + "?format=pdf")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("format"))
                .body("violations[0].allowed", equalTo("html or markdown"));
        given().get(address + "?download=maybe").then().statusCode(400);
        given().get("/api/experiments/" + UUID.randomUUID() + "/report")
                .then()
                .statusCode(404)
                .body("detail", containsString("There is no experiment"));
    }

    @Test
    void aLargeExperimentIsTruncatedWithANote() throws Exception {
        RecordedExperiment large = new RecordedExperiment();
        large.record(1_200);
        RecordedExperiment.execute("""
                insert into epoch select '%s.' || t, e, 1, now(), 2.3 / e, null, null, 0.5, 60000
                from generate_series(1, 5) e, generate_series(1, 1200) t""".formatted(large.id()));

        Response answer = given().get("/api/experiments/" + large.id() + "/report");

        Document document = html(answer);
        assertThat(series(document)).isEqualTo(200);
        assertThat(answer.asString())
                .contains("The curves of the first 200 of 1,200 trials are drawn.")
                .contains("200 more trials are not listed;");
        assertThat(answer.asByteArray().length).isLessThan(2 << 20);
    }

    @Test
    void aWaitingExperimentHasAReport() throws Exception {
        RecordedExperiment waiting = new RecordedExperiment();
        waiting.record(1);

        Document document = html(given().get("/api/experiments/" + waiting.id() + "/report"));

        assertThat(texts(document, "p")).contains("No curve yet: no epoch has a finite loss.");
    }

    private Response report(String query) {
        Response answer = given().get("/api/experiments/" + id + "/report" + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer;
    }

    private void rename(String name) throws Exception {
        ExperimentSpecification specification = new SpecificationReader(10)
                .read(((com.fasterxml.jackson.databind.node.ObjectNode) Json.MAPPER.readTree("""
                        {"training": {"epochs": 100}, "device": "gpu",
                         "search": {"grid": {"training.optimizer.learningRate": [0.1, 0.01]}},
                         "reference": {"source": "the study", "results": [{"loss": 0.3, "accuracy": 0.79}]}}""")).put("name", name));
        RecordedExperiment.execute(
                "update experiment set name = %1$s, specification = %2$s where experiment_id = '%3$s'"
                        .formatted(quoted(name), quoted(Json.MAPPER.writeValueAsString(specification)), id));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** An XML parser is stricter than a browser: what it accepts is well-formed. */
    private static Document html(Response answer) throws Exception {
        String text = answer.asString();
        assertThat(text).startsWith("<!DOCTYPE html>");
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(
                        text.substring("<!DOCTYPE html>".length()).strip())));
    }

    private static List<String> texts(Document document, String element) {
        NodeList found = document.getElementsByTagName(element);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }

    private static long series(Document document) {
        return paths(document)
                .filter(path -> inherited(path, "stroke").startsWith("var(--s"))
                .count();
    }

    /** A point is filled with the color of its series, a line is not. */
    private static long points(Document document) {
        return paths(document)
                .filter(path -> inherited(path, "fill").startsWith("var(--s"))
                .count();
    }

    private static Stream<Element> paths(Document document) {
        NodeList paths = document.getElementsByTagName("path");
        return IntStream.range(0, paths.getLength()).mapToObj(i -> (Element) paths.item(i));
    }

    /** The attribute of the element or its closest ancestor. */
    private static String inherited(Element element, String attribute) {
        return !element.getAttribute(attribute).isEmpty() || !(element.getParentNode() instanceof Element parent)
                ? element.getAttribute(attribute)
                : inherited(parent, attribute);
    }

    private static List<List<String>> tables(String markdown) {
        List<List<String>> tables = new ArrayList<>();
        boolean in = false;
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("|") && !in) {
                tables.add(new ArrayList<>());
            }
            in = line.startsWith("|");
            if (in) {
                tables.getLast().add(line);
            }
        }
        return tables;
    }

    private static long columns(String row) {
        return row.replace("\\|", "").chars().filter(c -> c == '|').count();
    }
}
