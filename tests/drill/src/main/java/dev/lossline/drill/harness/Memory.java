package dev.lossline.drill.harness;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a service holds in memory.
 *
 * @param heap bytes of the heap that are still used after a full collection
 * @param resident bytes in RAM, heap and native
 */
public record Memory(long heap, long resident) {
    private static final int MEBIBYTE = 1 << 20;

    /** Measures after a collection, which leaves no garbage to be counted. */
    public static Memory of(StackProcess service) throws InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            new ProcessBuilder(jcmd, Long.toString(service.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("a JDK has jcmd: " + e.getMessage(), e);
        }
        return new Memory((long) ServiceMeter.heap(service).value(), (long)
                ServiceMeter.residentMemory(service).value());
    }

    public long heapMebibytes() {
        return heap / MEBIBYTE;
    }

    public long residentMebibytes() {
        return resident / MEBIBYTE;
    }
}
