package dev.lossline.drill;

import dev.lossline.drill.harness.Places;
import dev.lossline.stack.Interruption;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What {@code ./lossline drill} runs. */
public final class DrillMain {
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private DrillMain() {}

    /** Runs drills and ends the JVM with their exit code. */
    public static void main(String[] arguments) {
        // What libraries log while a server is away is no news to whoever took it away.
        ROOT_LOGGER.setLevel(Level.OFF);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Places places = Places.of(System.getenv(), Path.of(System.getProperty("lossline.root", ".")));
        int exitCode;
        try (Interruption interruption = Interruption.ofThisThread(
                "lossline: not everything could be stopped; look for processes of the drill")) {
            exitCode = DrillCommand.commandLine(new DrillCommand(places, out, Boolean.getBoolean("lossline.terminal")))
                    .execute(arguments);
        }
        System.exit(exitCode);
    }
}
