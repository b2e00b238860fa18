package dev.lossline.training;

/**
 * A loss or a weight became NaN or infinite. The run cannot recover, because all later losses would be NaN. The message
 * names the value and its location.
 */
public final class NonFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int epoch;

    private NonFiniteException(int epoch, String what) {
        super(what + ": training has diverged, a lower learning rate usually helps");
        this.epoch = epoch;
    }

    /** @param batch counted from 1 */
    static NonFiniteException batchLoss(int epoch, int batch, double value) {
        return new NonFiniteException(epoch, "the loss of batch " + batch + " in epoch " + epoch + " is " + value);
    }

    static NonFiniteException weights(int epoch, String parameter) {
        return new NonFiniteException(
                epoch, "after epoch " + epoch + " not all numbers of " + parameter + " are finite");
    }

    static NonFiniteException lossAfterLastStep(int epoch, double value) {
        return new NonFiniteException(
                epoch, "the loss of the last batch is " + value + " after the last step, in epoch " + epoch);
    }

    static NonFiniteException validationLoss(int epoch, double value) {
        return new NonFiniteException(epoch, "the validation loss of epoch " + epoch + " is " + value);
    }

    /** The epoch in which it happened, counted from 1. */
    public int epoch() {
        return epoch;
    }
}
