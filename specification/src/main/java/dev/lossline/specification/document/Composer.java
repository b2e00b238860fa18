package dev.lossline.specification.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the YAML and JSON readers share: paths, depth and duplicate keys. */
final class Composer {
    private static final int MAX_FAULTS = 100;

    private final List<Fault> faults = new ArrayList<>();

    void requireDepth(int depth, Location location) {
        if (depth > Document.MAX_DEPTH) {
            throw new MalformedDocumentException(
                    location, "This is nested more than " + Document.MAX_DEPTH + " levels deep.");
        }
    }

    void fault(String path, Location location, String message) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new Fault(path, location, message));
        }
    }

    List<Fault> faults() {
        return faults;
    }

    /** The members of a mapping while it is being read. */
    final class Members {
        private final String path;
        private final Map<String, Node.Member> members = new LinkedHashMap<>();

        Members(String path) {
            this.path = path;
        }

        /** The path of a key's value. */
        String pathOf(String key) {
            String shown = key.length() > Document.MAX_KEY_LENGTH ? key.substring(0, Document.MAX_KEY_LENGTH) : key;
            return path.isEmpty() ? shown : path + "." + shown;
        }

        /** Adds a value; the first value of a key wins. */
        void add(String key, Location location, Node value) {
            if (key.length() > Document.MAX_KEY_LENGTH) {
                fault(pathOf(key), location, "This key has more than " + Document.MAX_KEY_LENGTH + " characters.");
                return;
            }
            Node.Member earlier = members.putIfAbsent(key, new Node.Member(location, value));
            if (earlier != null) {
                fault(
                        pathOf(key),
                        location,
                        "The key '%s' is given twice, first in line %d. Remove one."
                                .formatted(key, earlier.location().line()));
            }
        }

        Map<String, Node.Member> all() {
            return members;
        }
    }
}
