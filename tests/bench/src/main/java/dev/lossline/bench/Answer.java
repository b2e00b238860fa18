package dev.lossline.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;
import java.util.OptionalDouble;

/** A line that a contestant wrote. */
sealed interface Answer {

    /** It is there. */
    record Version(String version) implements Answer {}

    /** It has begun a training. */
    record Ready() implements Answer {}

    /** It trained an epoch; the floor has no loss. */
    record Epoch(int epoch, double seconds, OptionalDouble loss) implements Answer {}

    /** It ran some trials. */
    record Trials(double seconds) implements Answer {}

    /** It cannot take part. */
    record Skip(String why) implements Answer {}

    /** Reads a line; empty where it is none of the protocol, as libraries write what they like. */
    static Optional<Answer> parse(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(of(JsonParser.parseString(line).getAsJsonObject()));
        } catch (JsonParseException | IllegalStateException | NumberFormatException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static Answer of(JsonObject json) {
        if (json.has("skip")) {
            return new Skip(json.get("skip").getAsString());
        }
        if (json.has("version")) {
            return new Version(json.get("version").getAsString());
        }
        if (json.has("ready")) {
            return new Ready();
        }
        if (!json.has("seconds")) {
            return null;
        }
        double seconds = json.get("seconds").getAsDouble();
        if (!json.has("epoch")) {
            return new Trials(seconds);
        }
        JsonElement loss = json.get("loss");
        return new Epoch(
                json.get("epoch").getAsInt(),
                seconds,
                loss == null || loss.isJsonNull() ? OptionalDouble.empty() : OptionalDouble.of(loss.getAsDouble()));
    }
}
