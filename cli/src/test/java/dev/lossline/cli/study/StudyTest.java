package dev.lossline.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.cli.Samples;
import dev.lossline.cli.api.ExperimentDocument;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyTest {
    @Test
    void expandsToEachTrialOnce() throws Exception {
        TrialSpecification shared = Samples.specification(List.of(128), 40, 0.001);
        List<TrialSpecification> parts = List.of(
                Samples.specification(List.of(128), 20, 0.001),
                shared,
                shared,
                Samples.specification(List.of(512), 40, 0.0001),
                Samples.specification(List.of(), 60, 0.001));
        ExperimentDocument document = new Study("study", parts).document();
        var specification = new SpecificationReader(100).read(Json.MAPPER.readTree(document.bytes()));
        assertThat(new Expansion(specification).specifications())
                .containsExactly(parts.get(0), parts.get(1), parts.get(3), parts.get(4));
    }

    @Test
    void mergesATrialSharedByAllParts() throws Exception {
        TrialSpecification only = Samples.specification(List.of(128), 20, 0.001);
        ExperimentDocument document = new Study("study", List.of(only, only)).document();
        var specification = new SpecificationReader(100).read(Json.MAPPER.readTree(document.bytes()));
        assertThat(new Expansion(specification).specifications()).containsExactly(only);
    }
}
