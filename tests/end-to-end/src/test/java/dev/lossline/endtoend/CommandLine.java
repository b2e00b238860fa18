package dev.lossline.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs Lossline's command line with a separate home, and so with a separate stack. */
final class CommandLine {
    private static final long DEADLINE_MINUTES = 5;
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();

    CommandLine(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment.putAll(environment);
        this.environment.put("LOSSLINE_HOME", home.toString());
    }

    /** A copy with additional environment variables. */
    CommandLine with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new CommandLine(home, all);
    }

    /** The exit code of a command, and its standard output and error. */
    record Result(int exitCode, String output) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlossline.root=" + ROOT,
                "-Dlossline.terminal=false",
                "-jar",
                ROOT.resolve("cli/target/lossline.jar").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(home, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the command did not end: " + command + "\n" + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /** The command lines of running processes that were started for this home. */
    List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(home.toString()))
                .toList();
    }
}
