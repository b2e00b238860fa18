package dev.lossline.contract.api;

import dev.lossline.specification.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Published values for an experiment's trials.
 *
 * @param source the publication; null if not specified
 * @param trials the trials with published values, by number
 */
public record ReferenceRepresentation(@Nullable String source, List<PublishedTrial> trials) {
    /**
     * Published values of a trial; each is null if it was not published.
     *
     * @param number the trial's number
     * @param loss mean training loss of the last epoch
     * @param accuracy fraction of the test split, 0 to 1
     * @param seconds training time
     */
    public record PublishedTrial(
            int number,
            @Nullable Double loss,
            @Nullable Double accuracy,
            @Nullable Double seconds) {
        public static PublishedTrial of(int number, Reference.Published published) {
            return new PublishedTrial(number, published.loss(), published.accuracy(), published.seconds());
        }
    }
}
