package dev.lossline.orchestrator.openapi;

import dev.lossline.contract.api.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** What is true of every operation: problems, conditional requests, the API token, and ids in paths. */
final class OperationRules {
    static final String API_TOKEN = "apiToken";

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final String EXAMPLE = "0198c5a0-7d3e-7c1a-9c1e-2f6b7a3d4e5f";

    private final TypeSchemas schemas;

    OperationRules(TypeSchemas schemas) {
        this.schemas = schemas;
    }

    void apply(String path, HttpMethod method, Operation operation) {
        boolean writes = method != HttpMethod.GET;
        problems(path, writes, operation.getRequestBody() != null).forEach((status, description) -> {
            APIResponses responses = operation.getResponses();
            if (responses.getAPIResponse(status) == null) {
                responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
            }
        });
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.equals("default") || status.charAt(0) >= '4') {
                describeProblem(status, response);
            }
        });
        if (operation.getResponses().getAPIResponse("304") != null) {
            allowConditions(operation);
        }
        if (writes) {
            operation
                    .addSecurityRequirement(
                            OASFactory.createSecurityRequirement().addScheme(API_TOKEN))
                    .addSecurityRequirement(OASFactory.createSecurityRequirement());
        }
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> typeDefault(parameter.getSchema()));
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getIn() == Parameter.In.PATH
                            && parameter.getName().equals("id"))
                    .forEach(parameter -> describeId(path, parameter));
        }
    }

    /** Problems that any operation of a kind can have, unless the operation says it more precisely. */
    private static Map<String, String> problems(String path, boolean writes, boolean hasBody) {
        Map<String, String> problems = new LinkedHashMap<>();
        problems.put("400", "A parameter is invalid, or the request is not well-formed.");
        if (writes) {
            problems.put("401", "The API token is missing or wrong.");
        }
        problems.put("403", "A web page of another origin sent the request.");
        if (path.contains("{")) {
            problems.put("404", "It does not exist, or not yet.");
        }
        if (hasBody) {
            problems.put("408", "The body arrived too slowly.");
            problems.put("413", "The body is too large.");
            problems.put("415", "The body is neither YAML nor JSON, or has no Content-Type.");
        }
        problems.put("421", "The Host header names a host that is not served here.");
        problems.put("503", "Too many requests, or the event log or the database is not available. Try again later.");
        problems.put("default", "Any other problem.");
        return problems;
    }

    private void describeProblem(String status, APIResponse response) {
        response.setContent(OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(schemas.reference(Problem.class))));
        if (status.equals("503")) {
            response.addHeader(
                    "Retry-After",
                    header(
                            "Seconds to wait before the next attempt",
                            OASFactory.createSchema().addType(SchemaType.INTEGER)));
        }
        if (status.equals("401")) {
            response.addHeader("WWW-Authenticate", header("Bearer", string()));
        }
    }

    private static void allowConditions(Operation operation) {
        operation.addParameter(OASFactory.createParameter()
                .name("If-None-Match")
                .in(Parameter.In.HEADER)
                .description("The ETag of the version that the client has")
                .schema(string()));
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.equals("200") || status.equals("304")) {
                response.addHeader("ETag", header("Identifies this version", string()));
            }
        });
        operation.getResponses().getAPIResponse("304").setContent((Content) null);
    }

    /** Parameters are parsed by the resources, so SmallRye takes all defaults for strings. */
    private static void typeDefault(Schema schema) {
        if (schema.getDefaultValue() instanceof String text && !schema.getType().contains(SchemaType.STRING)) {
            schema.setDefaultValue(
                    text.isEmpty()
                            ? null
                            : schema.getType().contains(SchemaType.BOOLEAN)
                                    ? Boolean.valueOf(text)
                                    : Integer.valueOf(text));
        }
    }

    private static void describeId(String path, Parameter parameter) {
        if (path.startsWith("/api/experiments/")) {
            parameter
                    .description("The experiment's id")
                    .schema(string().format("uuid").addExample(EXAMPLE));
        } else if (path.startsWith("/api/trials/")) {
            parameter
                    .description("The trial's id: the experiment's id, a dot and the trial's number")
                    .schema(string().pattern("^" + UUID + "\\.[1-9][0-9]*$").addExample(EXAMPLE + ".1"));
        } else {
            parameter
                    .description("The dead letter's id: the topic's partition, a dash and an offset")
                    .schema(string().pattern("^0-[0-9]{1,18}$").addExample("0-17"));
        }
    }

    private static Header header(String description, Schema schema) {
        return OASFactory.createHeader().description(description).schema(schema);
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
