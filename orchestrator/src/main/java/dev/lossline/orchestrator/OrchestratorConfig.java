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
interface OrchestratorConfig {
    /** Asked of every writing call as {@code Authorization: Bearer …}; nothing is asked where it is not set. */
    Optional<String> apiToken();

    /** Hosts (names or addresses, without port) that are served besides {@code localhost} and loopback; others get 421. */
    Optional<List<String>> allowedHosts();

    /** Origins whose pages may use the API besides the service's own, such as {@code https://example.org}; others get 403. */
    Optional<List<String>> allowedOrigins();

    /** How many trials one experiment may have; one with more is answered 422. */
    @WithDefault("20000")
    int maxTrialsPerExperiment();

    /** How large the document of an experiment may be; what is larger is answered 413. */
    @WithDefault("256K")
    MemorySize maxDocumentSize();

    /** How many documents are read and expanded at a time; others wait for five seconds, then they are answered 503. */
    @WithDefault("4")
    int maxDocumentsAtATime();

    /** How many calls that write may be open at a time, those whose body still comes included; others are answered 503. */
    @WithDefault("32")
    int maxWritingCalls();

    /** How many calls read results at a time; others wait for up to 800 ms, then they are answered 503. */
    @WithDefault("6")
    int maxReadingCalls();

    /** How many models and lists of over 500 trials are sent at a time, each piece by piece; others are answered 503. */
    @WithDefault("16")
    int maxLargeAnswers();

    /** How long a body of told length may take to come; then it is answered 408 and the connection closed. */
    @WithDefault("10s")
    Duration bodyTimeout();

    /** How long a connection may be open without an answer, or with one that is not read; then it is closed. */
    @WithDefault("30s")
    Duration connectionSilence();

    /** How many brokers have each topic that it creates; of three, one may be away. The broker's default where not set. */
    OptionalInt topicReplication();

    /** How long a submission waits for the broker's acknowledgement before it answers that it failed. */
    @WithDefault("10s")
    Duration publishTimeout();

    /** How long a submission waits to be recorded, so that whoever submitted can read it at once. */
    @WithDefault("3s")
    Duration recordTimeout();

    /** How many event streams may be open at a time, all of which share one reader of the log; more are answered 503. */
    @WithDefault("100")
    int maxEventStreams();

    /** How many streams of the list of experiments may be open at a time, all of which share one look; more are answered 503. */
    @WithDefault("100")
    int maxListStreams();

    /** How long an event stream is silent before a comment says that it is still there; below the connection's silence. */
    @WithDefault("10s")
    Duration eventStreamHeartbeat();

    /** Where Grafana is, as a browser reaches it; where set, the web page links to its dashboards. */
    Optional<String> grafana();

    /** Where datasets lie, of whose test images some are shown; where they are not there, none is. */
    @WithDefault("${HOME:${user.home}}/.lossline/datasets")
    Path datasets();

    /** How the reconciler requests lost trials again. */
    Reconciler reconciler();

    /** Settings of the reconciler. */
    interface Reconciler {
        /** How often it looks for trials that nobody works on. */
        @WithDefault("30s")
        Duration every();

        /** How long a trial is silent before it counts as lost; longer than the longest epoch. */
        @WithDefault("5m")
        Duration silence();

        /** How many lost trials of a device it requests at a time; the others follow the next time that it looks. */
        @WithDefault("1000")
        int maxTrials();

        /** How many attempts may end without an epoch one after the other; then a silent trial counts as failed. */
        @WithDefault("10")
        int maxFruitlessAttempts();
    }
}
