package dev.lossline.drill;

import dev.lossline.drill.harness.DrillPaths;
import dev.lossline.stack.Interruption;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The entry point of {@code ./lossline drill}. */
public final class DrillMain {
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private DrillMain() {}

    /** Runs drills and exits with their exit code. */
    public static void main(String[] arguments) {
        // Libraries log the outages that the drills cause; this is not of interest.
        ROOT_LOGGER.setLevel(Level.OFF);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        DrillPaths paths = DrillPaths.of(System.getenv(), Path.of(System.getProperty("lossline.root", ".")));
        int exitCode;
        try (Interruption interruption = Interruption.ofThisThread(
                "lossline: not everything could be stopped; look for processes of the drill")) {
            exitCode = DrillCommand.commandLine(new DrillCommand(paths, out, Boolean.getBoolean("lossline.terminal")))
                    .execute(arguments);
        }
        System.exit(exitCode);
    }
}
