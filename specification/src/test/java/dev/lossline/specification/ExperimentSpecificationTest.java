package dev.lossline.specification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentSpecificationTest {
    @Test
    void keepsTheOrderOfGridsAndConditions() throws Exception {
        String keys =
                "{\"training.optimizer.weightDecay\":[0.1],\"training.epochs\":[2],\"model.hidden\":[[1]],\"dataset\":[\"mnist\"]}";
        ExperimentSpecification specification =
                read("{\"name\":\"a\",\"search\":{\"grid\":[%s]},\"reference\":{\"results\":[{\"where\":%s}]}}"
                        .formatted(keys, keys.replaceAll("\\[(0.1|2|\"mnist\"|\\[1\\])\\]", "$1")));

        ExperimentSpecification again =
                Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(specification), ExperimentSpecification.class);

        List<String> order = List.of("training.optimizer.weightDecay", "training.epochs", "model.hidden", "dataset");
        assertThat(again.search().grid().getFirst().keySet()).containsExactlyElementsOf(order);
        assertThat(again.reference().results().getFirst().where().keySet()).containsExactlyElementsOf(order);
        assertThat(new Expansion(again).varied()).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"search\":{\"grid\":{\"training.epochs\":[1]}}              | \"search\":{\"grid\":[{\"training.epochs\":[1]}]}                  | true",
                "\"search\":{\"grid\":{\"training.optimizer.momentum\":[0]}}  | \"search\":{\"grid\":{\"training.optimizer.momentum\":[-0.0]}}     | true",
                "\"search\":{\"grid\":{\"training.optimizer.momentum\":[0.5]}}| \"search\":{\"grid\":{\"training.optimizer.momentum\":[5e-1]}}     | true",
                "\"search\":{\"grid\":{\"training.optimizer.momentum\":[0.5]}}| \"search\":{\"grid\":{\"training.optimizer.momentum\":[0.25]}}     | false",
                "\"search\":{\"grid\":{\"training.epochs\":[1, 2]}}           | \"search\":{\"grid\":{\"training.epochs\":[2, 1]}}                 | false",
                "\"search\":{\"grid\":{\"training.epochs\":[1]}}              | \"search\":{\"grid\":{\"training.epochs\":[1, 2]}}                 | false",
                "\"training\":{\"validationSplit\":-0.0}                      | \"training\":{\"validationSplit\":0}                               | true",
                "\"training\":{\"optimizer\":{\"weightDecay\":-0.0}}          | \"training\":{\"optimizer\":{\"weightDecay\":0}}                   | true",
                "\"seeds\":[9007199254740993]                                 | \"seeds\":[9007199254740992]                                       | false",
                "\"reference\":{\"results\":[{\"where\":{\"training.optimizer.momentum\":0}}]} | \"reference\":{\"results\":[{\"where\":{\"training.optimizer.momentum\":-0.0}}]} | true",
                "\"reference\":{\"results\":[{\"where\":{\"training.epochs\":1}}]} | \"reference\":{\"results\":[]}                                | false",
                "\"reference\":{\"source\":\"a\"}                             | \"seeds\":[0]                                                      | false",
            })
    void comparesNumbersAsNumbersAndOrderAsOrder(String one, String other, boolean same) throws Exception {
        ExperimentSpecification first = read("{\"name\":\"a\",%s}".formatted(one));
        ExperimentSpecification second = read("{\"name\":\"a\",%s}".formatted(other));

        assertThat(first.isSameAs(second)).isEqualTo(same);
        assertThat(second.isSameAs(first)).isEqualTo(same);
    }

    @Test
    void anotherOrderOfKeysIsAnotherNumberingOfTrials() throws Exception {
        ExperimentSpecification one =
                read("{\"name\":\"a\",\"search\":{\"grid\":{\"training.epochs\":[1],\"training.batchSize\":[1]}}}");
        ExperimentSpecification other =
                read("{\"name\":\"a\",\"search\":{\"grid\":{\"training.batchSize\":[1],\"training.epochs\":[1]}}}");

        assertThat(one.isSameAs(other)).isFalse();
    }

    @Test
    void equalNumbersGiveOneTrial() throws Exception {
        ExperimentSpecification specification = read(
                "{\"name\":\"a\",\"search\":{\"grid\":{\"training.optimizer.weightDecay\":[0,0.0,-0.0,1,1.0,10e-1]}}}");

        assertThat(new Expansion(specification).specifications()).hasSize(2);
    }

    private static ExperimentSpecification read(String json) throws JsonProcessingException {
        return new SpecificationReader(100).read(Json.MAPPER.readTree(json));
    }
}
