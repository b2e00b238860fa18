package dev.lossline.bench.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;
import java.util.OptionalDouble;

/** A contestant's reply to the runner; one line of its standard output. */
sealed interface Reply {

    /** The contestant has started. */
    record Version(String version) implements Reply {}

    /** It is ready to train the requested network. */
    record Ready() implements Reply {}

    /** It trained an epoch. The floor reports no loss. */
    record Epoch(int epoch, double seconds, OptionalDouble loss) implements Reply {}

    /** It ran a number of trials. */
    record Trials(double seconds) implements Reply {}

    /** It cannot take part, for the given reason. */
    record Skip(String reason) implements Reply {}

    /** Parses a line; empty if it is not part of the protocol, because libraries also write to standard output. */
    static Optional<Reply> parse(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(of(JsonParser.parseString(line).getAsJsonObject()));
        } catch (JsonParseException | IllegalStateException | NumberFormatException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static Reply of(JsonObject json) {
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
