package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Api;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.StackProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends each submission to all orchestrators at once, with the same idempotency key. */
final class SharedKeys {
    private static final Duration ACCEPTANCE = Duration.ofMinutes(2);

    private final List<StackProcess> orchestrators;
    private final Map<String, String> documents = new LinkedHashMap<>();
    private final Map<String, Set<UUID>> answers = new LinkedHashMap<>();

    SharedKeys(List<StackProcess> orchestrators) {
        this.orchestrators = orchestrators;
    }

    /** An action while the responses are pending. */
    @FunctionalInterface
    interface Action {
        void run() throws InterruptedException;
    }

    /** Submits an experiment; returns its id once a running orchestrator has accepted it. */
    UUID submit(String key, String yaml, Action whilePending) throws InterruptedException {
        documents.put(key, yaml);
        answers.put(key, new TreeSet<>());
        List<CompletableFuture<Api.Answer>> sent = send(key);
        whilePending.run();
        note(key, sent);
        Await.until("a submission is accepted", ACCEPTANCE, () -> {
            if (answers.get(key).isEmpty()) {
                note(key, send(key));
            }
            return !answers.get(key).isEmpty();
        });
        return answers.get(key).iterator().next();
    }

    /** Repeats every submission on all running orchestrators. */
    void repeat() {
        documents.keySet().forEach(key -> note(key, send(key)));
    }

    /** The number of keys with a single experiment across all responses. */
    long single() {
        return answers.values().stream().filter(ids -> ids.size() == 1).count();
    }

    int count() {
        return documents.size();
    }

    /** All experiments named in responses. */
    List<UUID> experiments() {
        return answers.values().stream().flatMap(Set::stream).toList();
    }

    private List<CompletableFuture<Api.Answer>> send(String key) {
        List<CompletableFuture<Api.Answer>> sent = new ArrayList<>();
        for (StackProcess orchestrator : orchestrators) {
            sent.add(new Api(orchestrator.port()).submit(documents.get(key), key));
        }
        return sent;
    }

    private void note(String key, List<CompletableFuture<Api.Answer>> sent) {
        for (CompletableFuture<Api.Answer> answer : sent) {
            try {
                Api.Answer received = answer.join();
                if (received.isAccepted()) {
                    answers.get(key).add(received.id());
                }
            } catch (CompletionException e) {
                // This orchestrator is down.
            }
        }
    }
}
