package dev.lossline.cli.local;

import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;

/** Reports the start and stop of the stack's parts to the user, one line each. */
public final class StackListener {
    private final Terminal terminal;
    private final Instant since = Instant.now();

    public StackListener(Terminal terminal) {
        this.terminal = terminal;
    }

    void ready(RunningPart part) {
        double seconds = Duration.between(since, Instant.now()).toMillis() / 1000.0;
        terminal.line("%s %-14s %-28s %6.1f s"
                .formatted(terminal.styled(Style.GREEN, "✓"), part.part().title(), part.address(), seconds));
    }

    synchronized void stopped(RunningPart part, boolean inOrder) {
        terminal.line("%-14s %s".formatted(part.part().title(), inOrder ? "stopped" : "did not stop in time, killed"));
    }

    void note(String text) {
        terminal.line(terminal.styled(Style.YELLOW, text));
    }

    void waiting() {
        terminal.line("Waiting for another ./lossline that is starting or stopping the stack");
    }
}
