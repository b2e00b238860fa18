package dev.lossline.orchestrator.openapi;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.lossline.contract.event.Event;
import dev.lossline.specification.Json;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Discriminator;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Derives schemas from types as Jackson serializes them: records become objects, sealed interfaces a choice with a
 * discriminator. Descriptions are the types' Javadoc. A property is required unless its component is
 * {@link Nullable}: null properties are omitted.
 */
final class TypeSchemas {
    private static final SerializationConfig JSON = Json.MAPPER.getSerializationConfig();
    private static final String EVENTS_AND_RESULTS =
            Event.class.getPackageName().replaceAll("\\.event$", "");

    private final Map<String, Schema> schemas = new TreeMap<>();
    private final Map<String, Class<?>> types = new TreeMap<>();

    /** All schemas that were needed so far, by name. */
    Map<String, Schema> all() {
        return schemas;
    }

    /** A reference to the schema of a type, which is derived if it is not there yet. */
    Schema reference(Class<?> type) {
        String name = SchemaNames.of(type);
        Class<?> other = types.putIfAbsent(name, type);
        if (other == null) {
            // Types may refer to themselves.
            schemas.put(name, OASFactory.createSchema());
            schemas.put(name, define(type).description(Javadoc.of(type).text()));
        } else if (other != type) {
            throw new IllegalStateException("Both %s and %s would be the schema %s. Add one of them to SchemaNames."
                    .formatted(other.getName(), type.getName(), name));
        }
        return OASFactory.createSchema().ref("#/components/schemas/" + name);
    }

    private Schema define(Class<?> type) {
        if (type.isEnum()) {
            return string().enumeration(Arrays.stream(type.getEnumConstants())
                    .map(constant -> (Object) Json.MAPPER.convertValue(constant, String.class))
                    .toList());
        }
        BeanDescription bean = JSON.introspect(JSON.constructType(type));
        if (bean.findJsonValueAccessor() != null) {
            return string();
        }
        return type.isSealed() ? choice(bean) : object(bean);
    }

    private Schema choice(BeanDescription bean) {
        Discriminator discriminator = OASFactory.createDiscriminator()
                .propertyName(bean.getClassAnnotations().get(JsonTypeInfo.class).property());
        Schema choice = OASFactory.createSchema().discriminator(discriminator);
        for (NamedType subtype : subtypes(bean.getClassInfo())) {
            Schema reference = reference(subtype.getType());
            choice.addOneOf(reference);
            discriminator.addMapping(subtype.getName(), reference.getRef());
        }
        return choice;
    }

    /** The records of a sealed interface, in the order of their names. */
    private static List<NamedType> subtypes(AnnotatedClass type) {
        Collection<NamedType> all = JSON.getSubtypeResolver().collectAndResolveSubtypesByClass(JSON, type);
        return all.stream()
                .filter(each -> each.getType().isRecord() && type.getRawType().isAssignableFrom(each.getType()))
                .sorted(Comparator.comparing(NamedType::getName))
                .toList();
    }

    private Schema object(BeanDescription bean) {
        Class<?> type = bean.getBeanClass();
        Schema object = OASFactory.createSchema().addType(SchemaType.OBJECT);
        discriminate(bean, object);
        for (BeanPropertyDefinition property : bean.findProperties()) {
            Method accessor = (Method) property.getAccessor().getMember();
            AnnotatedType value = accessor.getAnnotatedReturnType();
            Schema schema = of(value, type).description(Javadoc.of(type).property(property.getName()));
            DocumentKeys.describe(type, property.getName(), schema);
            object.addProperty(property.getName(), schema);
            if (DocumentKeys.isRequired(type, property.getName()) && !value.isAnnotationPresent(Nullable.class)) {
                object.addRequired(property.getName());
            }
        }
        return object;
    }

    /** Adds the property by which readers tell the records of a sealed interface apart. */
    private void discriminate(BeanDescription bean, Schema object) {
        JsonTypeInfo info = bean.getClassAnnotations().get(JsonTypeInfo.class);
        if (info == null) {
            return;
        }
        Class<?> family = familyOf(bean.getBeanClass());
        String name = subtypes(JSON.introspect(JSON.constructType(family)).getClassInfo()).stream()
                .filter(each -> each.getType() == bean.getBeanClass())
                .findFirst()
                .orElseThrow()
                .getName();
        object.addProperty(info.property(), string().addEnumeration(name)).addRequired(info.property());
    }

    private static Class<?> familyOf(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            Class<?> family = parent.isAnnotationPresent(JsonSubTypes.class) ? parent : familyOf(parent);
            if (family != null) {
                return family;
            }
        }
        return null;
    }

    private Schema of(AnnotatedType annotated, Class<?> owner) {
        if (annotated instanceof AnnotatedParameterizedType parameterized) {
            AnnotatedType[] arguments = parameterized.getAnnotatedActualTypeArguments();
            Schema elements = of(arguments[arguments.length - 1], owner);
            boolean isMap =
                    Map.class.isAssignableFrom((Class<?>) ((ParameterizedType) annotated.getType()).getRawType());
            return isMap
                    ? OASFactory.createSchema().addType(SchemaType.OBJECT).additionalPropertiesSchema(elements)
                    : OASFactory.createSchema().addType(SchemaType.ARRAY).items(elements);
        }
        Class<?> type = (Class<?>) annotated.getType();
        return switch (type.getSimpleName()) {
            case "String" -> string();
            case "UUID" -> string().format("uuid");
            case "Instant" -> string().format("date-time");
            case "boolean", "Boolean" -> OASFactory.createSchema().addType(SchemaType.BOOLEAN);
            case "int", "Integer" ->
                OASFactory.createSchema().addType(SchemaType.INTEGER).format("int32");
            case "long", "Long" ->
                OASFactory.createSchema().addType(SchemaType.INTEGER).format("int64");
            case "float", "Float", "double", "Double" -> number(owner);
            case "JsonNode" -> OASFactory.createSchema();
            default -> reference(type);
        };
    }

    /** A measured number can be infinite or not a number, which is null in JSON; one in a specification cannot. */
    private static Schema number(Class<?> owner) {
        Schema number = OASFactory.createSchema().addType(SchemaType.NUMBER).format("double");
        return owner.getName().startsWith(EVENTS_AND_RESULTS) ? number.addType(SchemaType.NULL) : number;
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
