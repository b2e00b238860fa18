package dev.lossline.trainer.config;

import dev.lossline.contract.topic.ServiceMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The trainer's metrics besides {@link ServiceMetrics}. All have the label {@link #DEVICE}; some also have
 * {@link #OUTCOME}.
 */
@Singleton
public class TrainerMetrics {
    /** Label: {@code cpu} or {@code gpu}. */
    public static final String DEVICE = "device";
    /** Label: the outcome of a trial. */
    public static final String OUTCOME = "outcome";

    /** Counter: finished deliveries of trials, by outcome. */
    public static final String TRIALS = "lossline.trainer.trials";
    /** Gauge: slots with a trial in training. */
    public static final String SLOTS_BUSY = "lossline.trainer.slots.busy";
    /** Gauge: all slots. */
    public static final String SLOTS_TOTAL = "lossline.trainer.slots";
    /** Counter: epochs trained. */
    public static final String EPOCHS = "lossline.trainer.epochs";
    /** Counter: examples trained on. */
    public static final String SAMPLES = "lossline.trainer.samples";
    /** Summary, bytes: size of checkpoints and models. */
    public static final String CHECKPOINT_SIZE = "lossline.trainer.checkpoint.size";
    /** Timer: from taking a checkpoint to the broker's acknowledgement. */
    public static final String CHECKPOINT_TIME = "lossline.trainer.checkpoint.time";

    private final MeterRegistry registry;
    private final Tags device;
    private final Map<Outcome, Counter> trials;
    private final Counter epochs;
    private final Counter samples;
    private final Counter published;
    private final Counter unpublishable;
    private final Counter deadLetters;
    private final DistributionSummary checkpointSize;
    private final Timer checkpointTime;

    public TrainerMetrics(MeterRegistry registry, Processor processor) {
        this.registry = registry;
        this.device = Tags.of(DEVICE, processor.device().id());
        this.trials = Arrays.stream(Outcome.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        outcome -> counter(TRIALS, "Trials that left a slot", device.and(OUTCOME, outcome.id()))));
        this.epochs = counter(EPOCHS, "Epochs trained", device);
        this.samples = counter(SAMPLES, "Examples trained on", device);
        this.published = counter(ServiceMetrics.PUBLISHED, "Messages that the broker has acknowledged", device);
        this.unpublishable = counter(ServiceMetrics.FAILED, "Messages that the broker rejected", device);
        this.deadLetters = ServiceMetrics.deadLetters(registry);
        this.checkpointSize = DistributionSummary.builder(CHECKPOINT_SIZE)
                .description("Checkpoints and models")
                .baseUnit("bytes")
                .tags(device)
                .register(registry);
        this.checkpointTime = Timer.builder(CHECKPOINT_TIME)
                .description("Time from taking a checkpoint to the broker's acknowledgement")
                .tags(device)
                .register(registry);
        ServiceMetrics.ofProcess(registry);
    }

    public void trialEnded(Outcome outcome) {
        trials.get(outcome).increment();
    }

    public void epochTrained(int examples) {
        epochs.increment();
        samples.increment(examples);
    }

    public void messagePublished() {
        published.increment();
    }

    public void messageFailed() {
        unpublishable.increment();
    }

    public void deadLetter() {
        deadLetters.increment();
    }

    public void checkpointPublished(long bytes, Duration took) {
        checkpointSize.record((double) bytes);
        checkpointTime.record(took);
    }

    public <T> void gauge(String name, String description, T object, ToDoubleFunction<T> value) {
        Gauge.builder(name, object, value).description(description).tags(device).register(registry);
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
