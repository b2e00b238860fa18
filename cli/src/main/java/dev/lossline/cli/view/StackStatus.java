package dev.lossline.cli.view;

import dev.lossline.cli.local.Readiness;
import dev.lossline.cli.local.RunningPart;
import dev.lossline.cli.local.StackPart;
import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.Table;
import dev.lossline.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows which parts of the stack are running and whether they are ready. */
public final class StackStatus {
    private static final long KIB = 1024;

    private final Map<StackPart, RunningPart> running;

    public StackStatus(Map<StackPart, RunningPart> running) {
        this.running = running;
    }

    public boolean isUp() {
        return running.size() == StackPart.values().length;
    }

    public List<String> lines(Terminal terminal, Instant now) throws InterruptedException {
        Table table = new Table(
                Table.left("part"),
                Table.left("state"),
                Table.right("pid"),
                Table.left("address"),
                Table.right("up"),
                Table.right("memory"));
        List<String> obstacles = new ArrayList<>();
        for (StackPart part : StackPart.values()) {
            RunningPart found = running.get(part);
            if (found == null) {
                table.row(part.title(), "down", "", "", "", "");
            } else {
                Optional<String> obstacle = Readiness.obstacle(found);
                obstacle.ifPresent(why -> obstacles.add(part.title() + " is not ready: " + why));
                table.row(
                        part.title(),
                        obstacle.isPresent() ? "not ready" : "up",
                        Long.toString(found.pid()),
                        found.address(),
                        Formats.duration(Duration.between(found.startedAt(), now)),
                        Formats.bytes(memory(found.pid())));
            }
        }
        List<String> lines = new ArrayList<>(table.lines(terminal.live()));
        lines.addAll(obstacles);
        return lines;
    }

    /** Resident memory of a process and its children in bytes, according to ps(1). */
    private static long memory(long pid) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("ps", "-o", "rss=", "-p"));
        Stream<Long> children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid);
        command.add(Stream.concat(Stream.of(pid), children).map(String::valueOf).collect(Collectors.joining(",")));
        try {
            Process ps = new ProcessBuilder(command).start();
            long kibibytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .mapToLong(line -> Long.parseLong(line.trim()))
                    .sum();
            ps.waitFor();
            return kibibytes * KIB;
        } catch (IOException e) {
            return 0;
        }
    }
}
