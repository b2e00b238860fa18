package dev.lossline.drill.browser;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What a page says that it achieved.
 *
 * @param attempted the names of all its attempts
 * @param read the attempts that got to see an answer with results
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AttackReport(List<String> attempted, List<String> read) {
    public AttackReport {
        attempted = List.copyOf(attempted);
        read = List.copyOf(read);
    }
}
