package dev.lossline.orchestrator.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;

/**
 * Completes the OpenAPI document that SmallRye derives from the resources when the orchestrator is built: derives the
 * schemas from our types instead, and adds what {@link OperationRules} say of every operation.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private static final String REFERENCE = "#/components/schemas/";

    private final IndexView index;
    private final TypeSchemas schemas = new TypeSchemas();

    /** @param index has the types that resources mention */
    public ApiDocument(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        OperationRules rules = new OperationRules(schemas);
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
                    contents(operation)
                            .flatMap(content -> content.getMediaTypes().values().stream())
                            .forEach(this::useOwnSchema);
                    rules.apply(path, method, operation);
                }));
        document.getComponents()
                .schemas(schemas.all())
                .addSecurityScheme(
                        OperationRules.API_TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "The value of LOSSLINE_API_TOKEN. Calls that write need it if it is set."));
    }

    private static Stream<Content> contents(Operation operation) {
        Stream<Content> answers =
                operation.getResponses().getAPIResponses().values().stream().map(response -> response.getContent());
        Content body = operation.getRequestBody() == null
                ? null
                : operation.getRequestBody().getContent();
        return Stream.concat(answers, Stream.of(body == null ? OASFactory.createContent() : body))
                .filter(Objects::nonNull);
    }

    /** Replaces SmallRye's schema of a type: it knows neither what Jackson omits nor sealed types. */
    private void useOwnSchema(MediaType mediaType) {
        Schema schema = mediaType.getSchema();
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null) {
            mediaType.setSchema(schemas.reference(type(schema.getRef())));
        }
        if (schema.getItems() != null) {
            schema.setItems(schemas.reference(type(schema.getItems().getRef())));
        }
        if (schema.getAnyOf() != null) {
            schema.setAnyOf(schema.getAnyOf().stream()
                    .map(each -> schemas.reference(type(each.getRef())))
                    .toList());
        }
    }

    private Class<?> type(String reference) {
        String name = reference.substring(REFERENCE.length());
        ClassInfo found = index.getKnownClasses().stream()
                .filter(each -> each.name().toString().startsWith("dev.lossline.") && name.equals(each.simpleName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "An operation returns %s, which is not a type of Lossline.".formatted(name)));
        try {
            return Class.forName(found.name().toString(), false, ApiDocument.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
