package dev.lossline.drill.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium that shows one page, with an empty profile and custom host resolution. */
public final class Chromium implements AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome");
    private static final int EXIT_TIMEOUT_SECONDS = 5;

    private final Process process;

    private Chromium(Process process) {
        this.process = process;
    }

    /** The browser on the PATH; empty if there is none. */
    public static Optional<Path> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return PROGRAMS.stream()
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(file -> file.toFile().canExecute())
                .findFirst();
    }

    /**
     * Opens an address.
     *
     * @param names what host names resolve to, as in {@code --host-resolver-rules}
     * @param directory an empty directory for the profile and the log
     */
    public static Chromium open(Path program, String address, String names, Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                // Keeps it running once the page has loaded.
                "--remote-debugging-port=0",
                "--host-resolver-rules=" + names,
                "--user-data-dir=" + directory.resolve("profile"),
                address);
        File log = directory.resolve("chromium.log").toFile();
        return new Chromium(
                builder.redirectErrorStream(true).redirectOutput(log).start());
    }

    @Override
    public void close() {
        Stream<ProcessHandle> family =
                Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()));
        family.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
