package dev.lossline.cli.command;

import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.local.LocalStack;
import dev.lossline.cli.local.RunDirectory;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.local.StackListener;
import dev.lossline.cli.local.StackPart;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.cli.view.DatasetDownload;
import dev.lossline.cli.view.StackStatus;
import dev.lossline.specification.DatasetName;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Starts the stack. */
@Command(
        name = "up",
        description = "Starts Kafka, PostgreSQL and the services on this machine, unless they are running.",
        footer = {
            "",
            "Data is kept in LOSSLINE_HOME (default ~/.lossline). Ports: LOSSLINE_PORT_KAFKA (19092),",
            "LOSSLINE_PORT_POSTGRES (15432), LOSSLINE_PORT_ORCHESTRATOR (8080), LOSSLINE_PORT_TRAINER (8081),",
            "LOSSLINE_PORT_EVALUATOR (8082)."
        })
final class UpCommand implements Callable<Integer> {
    private final Settings settings;
    private final Terminal terminal;

    UpCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<StackPart> started = start();
        if (started.isEmpty()) {
            terminal.line("The stack is already up:");
            new StackStatus(new RunDirectory(settings.runDirectory()).running())
                    .lines(terminal, Instant.now())
                    .forEach(terminal::line);
        } else {
            try (Api api = Api.of(settings)) {
                terminal.line("The stack is up. Submit and watch experiments in the browser: " + api.address());
                terminal.line("or from here: ./lossline submit experiments/quickstart.yaml --watch");
            }
        }
        return ExitCode.OK;
    }

    /** Downloads the dataset and starts the parts that are not running; returns those it started. */
    List<StackPart> start() throws InterruptedException {
        new DatasetDownload(terminal).fetch(DatasetName.MNIST, settings.datasets());
        return new LocalStack(settings, new StackListener(terminal)).up();
    }
}
