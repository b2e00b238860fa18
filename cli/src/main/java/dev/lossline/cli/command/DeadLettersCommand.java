package dev.lossline.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.terminal.Formats;
import dev.lossline.cli.terminal.SafeText;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Table;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.ExperimentView;
import dev.lossline.contract.api.DeadLetterRepresentation;
import dev.lossline.specification.Json;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists and resends messages that no service could process. */
@Command(
        name = "dead-letters",
        description = {
            "Lists messages that no service could process, newest first: invalid data, unknown versions, or rows that the",
            "database rejected. Each is kept unchanged on the topic lossline.dead-letters for 30 days."
        })
final class DeadLettersCommand implements Callable<Integer> {
    private static final String ID = "The dead letter's id as listed, such as 0-17 or 17.";
    private static final int MAX_REASON_LENGTH = 60;
    private static final int MAX_KEY_LENGTH = 40;

    private final Settings settings;
    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Maximum number of dead letters (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--before", paramLabel = "ID", description = "Only dead letters older than this one.")
    private String before;

    DeadLettersCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new Connection(settings).use(api -> {
            List<DeadLetterRepresentation> letters =
                    api.deadLetters(limit, Optional.ofNullable(before).map(DeadLettersCommand::id));
            if (json) {
                terminal.line(asciiJson(letters));
            } else {
                table(letters).forEach(terminal::line);
            }
            return ExitCode.OK;
        });
    }

    @Command(name = "show", description = "Shows a dead letter: origin, reason, headers and body.")
    int show(
            @Parameters(paramLabel = "ID", description = ID) String letter,
            @Option(names = "--json", description = "Print JSON; the body is base64.") boolean asJson)
            throws InterruptedException {
        return new Connection(settings).use(api -> {
            DeadLetterRepresentation found = api.deadLetter(id(letter));
            if (asJson) {
                terminal.line(asciiJson(found));
            } else {
                print(found);
            }
            return ExitCode.OK;
        });
    }

    @Command(
            name = "resend",
            description = "Sends the message to its topic again, unchanged. Use this after fixing the cause.")
    int resend(@Parameters(paramLabel = "ID", description = ID) String letter) throws InterruptedException {
        return new Connection(settings).use(api -> {
            DeadLetterRepresentation.Resent resent = api.resend(id(letter));
            terminal.line("Sent again as %s-%d@%d. If it fails again, it becomes a new dead letter."
                    .formatted(resent.topic(), resent.partition(), resent.offset()));
            return ExitCode.OK;
        });
    }

    private List<String> table(List<DeadLetterRepresentation> letters) {
        if (letters.isEmpty()) {
            return List.of("No dead letters.");
        }
        Table table = new Table(
                Table.left("id"),
                Table.left("time"),
                Table.left("from"),
                Table.left("key"),
                Table.right("bytes"),
                Table.left("service"),
                Table.left("reason"));
        letters.forEach(letter -> table.row(
                letter.id(),
                letter.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                origin(letter),
                ExperimentView.cut(SafeText.line(letter.key()), MAX_KEY_LENGTH),
                String.format(Locale.ROOT, "%,d", letter.size()),
                SafeText.line(letter.service()),
                ExperimentView.cut(SafeText.line(letter.reason()), MAX_REASON_LENGTH)));
        return table.lines(terminal.live());
    }

    private void print(DeadLetterRepresentation letter) {
        terminal.line("%s  %s".formatted(terminal.styled(Style.BOLD, letter.id()), letter.at()));
        terminal.line("from     " + origin(letter));
        terminal.line("key      " + SafeText.line(letter.key()));
        terminal.line("service  " + SafeText.line(letter.service()));
        terminal.line("reason   " + terminal.styled(Style.RED, SafeText.line(letter.reason())));
        if (letter.headers() != null) {
            letter.headers()
                    .forEach(header -> terminal.line(
                            "header   %s: %s".formatted(SafeText.line(header.name()), SafeText.line(header.value()))));
        }
        byte[] body = letter.body() == null ? new byte[0] : Base64.getDecoder().decode(letter.body());
        terminal.line(String.format(
                Locale.ROOT,
                "body     %,d bytes%s",
                letter.size(),
                body.length < letter.size() ? ", the first " + body.length : ""));
        SafeText.body(body).forEach(terminal::line);
    }

    private static String origin(DeadLetterRepresentation letter) {
        return letter.topic() == null
                ? Formats.NONE
                : "%s-%s@%s".formatted(SafeText.line(letter.topic()), letter.partition(), letter.offset());
    }

    private static String id(String text) {
        if (!text.matches("(0-)?\\d{1,18}")) {
            throw new CliException(
                    ExitCode.USAGE, "'%s' is not the id of a dead letter; ids look like 0-17 or 17".formatted(text));
        }
        return text.startsWith("0-") ? text : "0-" + text;
    }

    /** Escapes all non-ASCII characters, so the output cannot contain terminal control sequences. */
    private static String asciiJson(Object value) {
        try {
            return Json.MAPPER
                    .writerWithDefaultPrettyPrinter()
                    .with(JsonGenerator.Feature.ESCAPE_NON_ASCII)
                    .writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value, e);
        }
    }
}
