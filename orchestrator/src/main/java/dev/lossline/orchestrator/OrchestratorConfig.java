package dev.lossline.orchestrator;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of the orchestrator. */
@ConfigMapping(prefix = "lossline")
public interface OrchestratorConfig {
    /** The token required of writing calls as {@code Authorization: Bearer …}; if not set, no token is required. */
    Optional<String> apiToken();

    /** Allowed hosts (names or addresses, no port) besides {@code localhost} and loopback; others get 421. */
    Optional<List<String>> allowedHosts();

    /** Additional origins whose pages may use the API, such as {@code https://example.org}; others get 403. */
    Optional<List<String>> allowedOrigins();

    /** The maximum number of trials per experiment; larger experiments get 422. */
    @WithDefault("20000")
    int maxTrialsPerExperiment();

    /** The maximum size of an experiment's document; larger documents get 413. */
    @WithDefault("256K")
    MemorySize maxDocumentSize();

    /** The maximum number of documents read and expanded at a time; others wait for up to 5 s, then get 503. */
    @WithDefault("4")
    int maxDocumentsAtATime();

    /** The maximum number of open writing calls, including those still sending their body; others get 503. */
    @WithDefault("32")
    int maxWritingCalls();

    /** The maximum number of calls reading results at a time; others wait for up to 800 ms, then get 503. */
    @WithDefault("6")
    int maxReadingCalls();

    /** The maximum number of models and of lists of over 500 trials streamed at a time; others get 503. */
    @WithDefault("16")
    int maxLargeAnswers();

    /** How long a client may take to send a body with a Content-Length; then it gets 408 and is disconnected. */
    @WithDefault("10s")
    Duration bodyTimeout();

    /** How long no data is written to a connection, for example if its client does not read, before it is closed. */
    @WithDefault("30s")
    Duration connectionSilence();

    /** The replication factor of topics that it creates; with 3, one broker can be down. Default: the broker's. */
    OptionalInt topicReplication();

    /** How long a submission waits for the broker's acknowledgement before it fails. */
    @WithDefault("10s")
    Duration publishTimeout();

    /** How long a submission waits to be recorded, which lets the client read it immediately. */
    @WithDefault("3s")
    Duration recordTimeout();

    /** The maximum number of open event streams, which share one reader of the log; others get 503. */
    @WithDefault("100")
    int maxEventStreams();

    /** The maximum number of open streams of the list of experiments, which share their queries; others get 503. */
    @WithDefault("100")
    int maxListStreams();

    /** How long an event stream is silent before it sends a heartbeat; must be shorter than the connection silence. */
    @WithDefault("10s")
    Duration eventStreamHeartbeat();

    /** The URL of Grafana for browsers; if set, the web page links to its dashboards. */
    Optional<String> grafana();

    /** The directory of datasets, to display test images; without the files, no images are shown. */
    @WithDefault("${HOME:${user.home}}/.lossline/datasets")
    Path datasets();

    /** Settings of the reconciler, which requests lost trials again. */
    Reconciler reconciler();

    /** Settings of the reconciler. */
    interface Reconciler {
        /** The interval between searches for lost trials. */
        @WithDefault("30s")
        Duration every();

        /** How long a trial is silent before it counts as lost; must be longer than the longest epoch. */
        @WithDefault("5m")
        Duration silence();

        /** The maximum number of lost trials per device to request per search; the rest follow in later searches. */
        @WithDefault("1000")
        int maxTrials();

        /** The maximum number of consecutive attempts without an epoch; after that, a silent trial counts as failed. */
        @WithDefault("10")
        int maxFruitlessAttempts();
    }
}
