package dev.lossline.bench.contestant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * The contestant's side of the protocol (tests/bench/README.md). Free of dependencies: the modules of other frameworks have
 * it too.
 */
public final class ContestantLoop {

    /** What the runner asks to be trained: an MLP with {@code hidden} units, or an SLP where that is 0. */
    public record Task(int hidden, int batch, long seed, float learningRate) {
        /** Reads {@code train HIDDEN BATCH SEED LR}. */
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

    /** Begins a training; what it returns trains an epoch and gives its loss, NaN where there is none. */
    public interface Method {
        /** Begins a training with new weights. */
        DoubleSupplier start(Task task);
    }

    private ContestantLoop() {}

    /** Answers the runner until it closes standard input. */
    public static void serve(String version, Method method) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("{\"version\":\"" + version + "\"}");
        DoubleSupplier epoch = () -> Double.NaN;
        int done = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("train ")) {
                epoch = method.start(Task.parse(line));
                done = 0;
                say("{\"ready\":true}");
            } else {
                long begin = System.nanoTime();
                double loss = epoch.getAsDouble();
                done++;
                say(epochLine(done, (System.nanoTime() - begin) / 1e9, loss));
            }
        }
    }

    /** The line that tells of an epoch. */
    public static String epochLine(int epoch, double seconds, double loss) {
        return String.format(
                Locale.ROOT,
                "{\"epoch\":%d,\"seconds\":%.6f,\"loss\":%s}",
                epoch,
                seconds,
                Double.isFinite(loss) ? Double.toString(loss) : "null");
    }

    /** Writes a line to the runner. */
    public static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
