package dev.lossline.bench.contestant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * The contestant's side of the protocol described in tests/bench/README.md. It has no dependencies, because the modules of
 * other frameworks use it too.
 */
public final class ContestantLoop {

    /** The training that the runner requests: an MLP with {@code hidden} units, or an SLP if {@code hidden} is 0. */
    public record Task(int hidden, int batch, long seed, float learningRate) {
        /** Parses {@code train HIDDEN BATCH SEED LR}. */
        public static Task parse(String line) {
            String[] words = line.trim().split(" ", -1);
            if (words.length != 5 || !words[0].equals("train")) {
                throw new IllegalArgumentException("'" + line + "' is not 'train HIDDEN BATCH SEED LR'");
            }
            return new Task(
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Long.parseLong(words[3]),
                    Float.parseFloat(words[4]));
        }
    }

    /** A way to train. */
    public interface Method {
        /** Creates a network with new weights. The result trains one epoch and returns its loss, or NaN if there is none. */
        DoubleSupplier start(Task task);
    }

    private ContestantLoop() {}

    /** Serves requests until standard input is closed. */
    public static void serve(String version, Method method) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        send("{\"version\":\"" + version + "\"}");
        DoubleSupplier epoch = () -> Double.NaN;
        int done = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("train ")) {
                epoch = method.start(Task.parse(line));
                done = 0;
                send("{\"ready\":true}");
            } else {
                long begin = System.nanoTime();
                double loss = epoch.getAsDouble();
                done++;
                send(epochLine(done, (System.nanoTime() - begin) / 1e9, loss));
            }
        }
    }

    /** The reply to a request for an epoch. */
    public static String epochLine(int epoch, double seconds, double loss) {
        return String.format(
                Locale.ROOT,
                "{\"epoch\":%d,\"seconds\":%.6f,\"loss\":%s}",
                epoch,
                seconds,
                Double.isFinite(loss) ? Double.toString(loss) : "null");
    }

    /** Writes a line to the runner. */
    public static void send(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
