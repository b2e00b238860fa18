package dev.lossline.contract;

import java.util.List;

/**
 * What was published about an experiment's trials, as the API shows it.
 *
 * @param source where it was published; null if that is not said
 * @param trials those about which something was published, by number
 */
public record ReferenceRepresentation(String source, List<PublishedTrial> trials) {
    /**
     * Published figures of a trial; each is null if it was not published.
     *
     * @param number the trial's
     * @param loss mean training loss of the last epoch
     * @param accuracy fraction of the test split, 0 to 1
     * @param seconds training time
     */
    public record PublishedTrial(int number, Double loss, Double accuracy, Double seconds) {
        public static PublishedTrial of(int number, Reference.Published published) {
            return new PublishedTrial(number, published.loss(), published.accuracy(), published.seconds());
        }
    }
}
