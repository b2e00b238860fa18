package dev.lossline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.lossline.specification.schema.ExperimentSchema;
import java.util.Set;

/** The schema of the experiment document in a validator. */
final class Schema {
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(ExperimentSchema.text());

    private Schema() {}

    static Set<ValidationMessage> faults(JsonNode document) {
        return SCHEMA.validate(document);
    }
}
