package dev.lossline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.document.Document.Format;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.specification.violation.InvalidSpecificationException;
import dev.lossline.specification.violation.Violation;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Compares the JSON Schema with the server on documents of which some are invalid. */
class SchemaPropertyTest {
    private final SpecificationReader reader = new SpecificationReader(1_000);

    @Provide
    Arbitrary<JsonNode> documents() {
        return Documents.all();
    }

    @Property
    void whatTheSchemaRejectsTheServerRejectsAndTheRestIsListed(@ForAll("documents") JsonNode document)
            throws JsonProcessingException {
        List<Violation> violations = violations(Documents.MAPPER.writeValueAsBytes(document));
        boolean isValid = Schema.faults(document).isEmpty();

        Statistics.label("schema").collect(isValid ? "valid" : "invalid").coverage(found -> {
            found.check("valid").percentage(percentage -> percentage > 15);
            found.check("invalid").percentage(percentage -> percentage > 15);
        });
        Statistics.label("server")
                .collect(violations.isEmpty() ? "accepted" : "rejected")
                .coverage(found -> {
                    found.check("accepted").percentage(percentage -> percentage > 15);
                    found.check("rejected").percentage(percentage -> percentage > 15);
                });
        if (violations.isEmpty()) {
            assertThat(Schema.faults(document)).isEmpty();
        } else if (isValid) {
            assertThat(violations)
                    .allSatisfy(violation -> assertThat(ServerRule.ALL)
                            .as(violation.message())
                            .anyMatch(rule -> rule.explains(violation)));
        }
    }

    private List<Violation> violations(byte[] document) {
        try {
            reader.read(document, Format.JSON);
            return List.of();
        } catch (InvalidSpecificationException e) {
            return e.violations();
        }
    }
}
