package dev.lossline.contract.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ModelMetadataTest {
    private static final ModelMetadata METADATA = new ModelMetadata(
            new TrialId(UUID.fromString("0199aa00-0000-7000-8000-000000000001"), 7),
            2,
            new TrialSpecification(
                    DatasetName.MNIST,
                    new Model(List.of(128), Activation.RELU),
                    new Training(3, 64, 0, new Optimizer.Sgd(0.01, 0, 0, false)),
                    5,
                    Device.CPU));

    @Test
    void readsWhatItWrote() throws UnreadableEventException {
        assertThat(ModelMetadata.from(METADATA.toMap())).isEqualTo(METADATA);
    }

    @Test
    void saysTheExperimentToPeople() {
        assertThat(METADATA.toMap()).containsEntry("experimentId", "0199aa00-0000-7000-8000-000000000001");
    }

    @Test
    void namesAKeyThatIsMissing() {
        Map<String, String> metadata = new HashMap<>(METADATA.toMap());
        metadata.remove("specification");
        assertThatThrownBy(() -> ModelMetadata.from(metadata))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("metadata specification is missing");
    }

    @Test
    void namesAKeyWithAnInvalidValue() {
        Map<String, String> metadata = new HashMap<>(METADATA.toMap());
        metadata.put("specification", "{\"dataset\":\"cats\"}");
        assertThatThrownBy(() -> ModelMetadata.from(metadata))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageStartingWith("metadata specification is {\"dataset\":\"cats\"}: ");
    }
}
