package dev.lossline.drill.hostile;

import dev.lossline.drill.harness.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client that keeps sending normal requests and measures the latency of each response. */
public final class LatencyProbe implements AutoCloseable {
    private static final long PROBE_INTERVAL_MILLIS = 50;
    private static final List<String> PATHS = List.of("/api/experiments?limit=5", "/q/health/live");

    private final Api api;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Duration> answered = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failed = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;

    public LatencyProbe(Api api) {
        this.api = api;
        this.thread = Thread.ofPlatform().daemon().name("latency-probe").start(this::ask);
    }

    /** The 99th percentile of the latencies. */
    public Duration p99() {
        List<Duration> sorted = answered.stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }

    public int asked() {
        return answered.size() + failed.size();
    }

    /** Requests without a 200 response. */
    public List<String> failed() {
        return List.copyOf(failed);
    }

    private void ask() {
        try {
            for (int i = 0; !stopped.await(PROBE_INTERVAL_MILLIS, TimeUnit.MILLISECONDS); i++) {
                ask(PATHS.get(i % PATHS.size()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String path) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            Api.Answer answer = api.get(path);
            if (answer.status() == 200) {
                answered.add(Duration.ofNanos(System.nanoTime() - begin));
            } else {
                failed.add(path + " " + answer.status());
            }
        } catch (IOException e) {
            failed.add(path + " " + e);
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(Duration.ofSeconds(40));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
