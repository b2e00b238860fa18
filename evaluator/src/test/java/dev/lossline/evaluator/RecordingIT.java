package dev.lossline.evaluator;

import dev.lossline.evaluator.recording.RecordingCases;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** On a broker and a database that are processes of this machine. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class RecordingIT extends RecordingCases {
    @Override
    public String readerPassword() {
        return PostgresResource.READER;
    }
}
