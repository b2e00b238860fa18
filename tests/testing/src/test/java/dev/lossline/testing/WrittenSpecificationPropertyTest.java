package dev.lossline.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.document.Document.Format;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.specification.reader.SpecificationYaml;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Checks that written specifications read back as equal, with any texts, numbers and order. */
class WrittenSpecificationPropertyTest {
    private final SpecificationReader reader = new SpecificationReader(Expansion.MAX_TRIALS);

    @Provide
    Arbitrary<ExperimentSpecification> specifications() {
        return Specifications.all();
    }

    /** The YAML of reports, and of Copy and Clone on the web page. */
    @Property
    void yamlReadsBackAsAnEqualSpecification(@ForAll("specifications") ExperimentSpecification written)
            throws JsonProcessingException {
        String yaml = SpecificationYaml.of(written);

        assertSame(written, reader.read(yaml.getBytes(UTF_8), Format.YAML));
    }

    /** The JSON of the API, submitted again. */
    @Property
    void jsonReadsBackAsAnEqualSpecification(@ForAll("specifications") ExperimentSpecification written)
            throws JsonProcessingException {
        assertSame(written, reader.read(Json.MAPPER.writeValueAsBytes(written), Format.JSON));
    }

    /** The JSON in the log and in the tables. */
    @Property
    void eventReadsBackAsAnEqualSpecification(@ForAll("specifications") ExperimentSpecification written)
            throws JsonProcessingException, UnreadableEventException {
        byte[] event = EventJson.write(new ExperimentSubmitted(UUID.randomUUID(), Instant.EPOCH, written));

        assertSame(written, EventJson.read(event, ExperimentSubmitted.class).specification());
        assertSame(written, Json.MAPPER.readValue(json(written), ExperimentSpecification.class));
    }

    private static void assertSame(ExperimentSpecification written, ExperimentSpecification read)
            throws JsonProcessingException {
        // Also checks the order of keys, which equality of maps ignores.
        assertThat(json(read)).isEqualTo(json(written));
        assertThat(read.isSameAs(written)).as("is the same").isTrue();
        Expansion expansion = new Expansion(read);
        assertThat(expansion.varied()).isEqualTo(new Expansion(written).varied());
        assertThat(List.copyOf(expansion.specifications()))
                .isEqualTo(List.copyOf(new Expansion(written).specifications()));
    }

    private static String json(ExperimentSpecification specification) throws JsonProcessingException {
        return Json.MAPPER.writeValueAsString(specification);
    }
}
