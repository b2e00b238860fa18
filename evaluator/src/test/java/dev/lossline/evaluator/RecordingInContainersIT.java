package dev.lossline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.evaluator.recording.RecordingCases;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On the broker and the database of docker-compose.yml. */
@NeedsDocker
@QuarkusTest
@TestProfile(RecordingInContainersIT.OnContainers.class)
class RecordingInContainersIT extends RecordingCases {

    /** The processes of the other tests are left out. */
    public static final class OnContainers implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ContainersResource.class));
        }
    }

    @Override
    public String readerPassword() {
        return ContainersResource.READER_PASSWORD;
    }

    @Test
    void usesTheServersInContainers() {
        assertThat(jdbcUrl).isEqualTo(ContainersResource.jdbcUrl());
        assertThat(bootstrapServers).isEqualTo(ContainersResource.bootstrapServers());
    }
}
