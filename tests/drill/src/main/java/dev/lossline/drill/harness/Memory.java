package dev.lossline.drill.harness;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The memory that a service uses.
 *
 * @param heap the heap bytes in use after a full garbage collection
 * @param resident the resident set size in bytes
 */
public record Memory(long heap, long resident) {
    private static final int MEBIBYTE = 1 << 20;

    /** Measures the memory after a full garbage collection. */
    public static Memory of(StackProcess service) throws InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            new ProcessBuilder(jcmd, Long.toString(service.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run jcmd of the JDK: " + e.getMessage(), e);
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
