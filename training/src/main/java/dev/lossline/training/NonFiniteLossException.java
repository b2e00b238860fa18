package dev.lossline.training;

/** A batch's loss was NaN or infinite, so the run cannot recover; usually the learning rate is too high. */
public final class NonFiniteLossException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int epoch;
    private final int batch;
    private final double value;

    NonFiniteLossException(int epoch, int batch, double value) {
        super("the loss of batch " + batch + " in epoch " + epoch + " is " + value
                + ": training has diverged, a lower learning rate usually helps");
        this.epoch = epoch;
        this.batch = batch;
        this.value = value;
    }

    /** The epoch, counted from 1. */
    public int epoch() {
        return epoch;
    }

    /** The first such batch of the epoch, counted from 1. */
    public int batch() {
        return batch;
    }

    /** NaN or an infinity. */
    public double value() {
        return value;
    }
}
