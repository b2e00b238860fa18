package dev.lossline.drill.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Sends hostile requests concurrently and checks the responses. */
public final class Fuzzing {
    private static final int MAX_CONCURRENT = 6;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RawHttp http;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private Duration slowest = Duration.ZERO;
    private long sent;

    public Fuzzing(int port) {
        this.http = new RawHttp(port, TIMEOUT);
    }

    /** Sends all requests, in any order. */
    public void send(List<HostileRequest> requests) throws InterruptedException {
        ConcurrentLinkedQueue<HostileRequest> queue = new ConcurrentLinkedQueue<>(requests);
        inParallel(queue::poll);
    }

    /** Sends the given number of generated requests. */
    public void send(RequestGenerator generator, int number) throws InterruptedException {
        AtomicLong left = new AtomicLong(number);
        inParallel(() -> {
            if (left.decrementAndGet() < 0) {
                return null;
            }
            synchronized (generator) {
                return generator.next();
            }
        });
    }

    public long sent() {
        return sent;
    }

    /** The number of responses by status; 0 counts missing responses. */
    public Map<Integer, Integer> statuses() {
        return statuses;
    }

    public Duration slowest() {
        return slowest;
    }

    /** Invalid responses, each with its request. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    private void inParallel(Supplier<HostileRequest> source) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(MAX_CONCURRENT);
        for (int i = 0; i < MAX_CONCURRENT; i++) {
            Thread.ofPlatform().daemon().name("hostile-client-" + i).start(() -> {
                try {
                    for (HostileRequest next = source.get(); next != null; next = source.get()) {
                        judge(next, http.exchange(next));
                    }
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
    }

    private synchronized void judge(HostileRequest request, Optional<RawHttp.Answer> answer) {
        sent++;
        statuses.merge(answer.map(RawHttp.Answer::status).orElse(0), 1, Integer::sum);
        answer.map(RawHttp.Answer::took)
                .filter(took -> took.compareTo(slowest) > 0)
                .ifPresent(took -> slowest = took);
        ResponseRules.fault(request, answer).ifPresent(fault -> faults.add(fault + " — to " + request));
    }
}
