package dev.lossline.drill.browser;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * A hostile page's report of its results.
 *
 * @param attempted the names of all attacks
 * @param read the attacks that could read a response with results
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AttackReport(List<String> attempted, List<String> read) {
    public AttackReport {
        attempted = List.copyOf(attempted);
        read = List.copyOf(read);
    }
}
