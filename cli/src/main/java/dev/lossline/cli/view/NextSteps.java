package dev.lossline.cli.view;

import dev.lossline.cli.api.Api;
import dev.lossline.cli.local.RunDirectory;
import dev.lossline.cli.local.Settings;
import dev.lossline.cli.local.StackPart;
import dev.lossline.cli.terminal.Formats;
import dev.lossline.stack.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Suggests what to look at after the demo. */
public final class NextSteps {
    private final Settings settings;
    private final Api api;
    private final UUID experiment;

    public NextSteps(Settings settings, Api api, UUID experiment) {
        this.settings = settings;
        this.api = api;
        this.experiment = experiment;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Next steps");
        lines.add("  Web page    %s/experiments/%s".formatted(api.address(), experiment));
        lines.add("  API         %s/api/experiments".formatted(api.address()));
        lines.add("  Swagger UI  %s/q/swagger-ui".formatted(api.address()));
        lines.add("  CSV         ./lossline export %s --csv".formatted(Formats.shortId(experiment)));
        lines.add("  Submit      ./lossline submit experiments/quickstart.yaml --watch");
        new RunDirectory(settings.runDirectory()).find(StackPart.POSTGRES).ifPresent(postgres -> {
            lines.add("  SQL         table leaderboard; in");
            lines.add("  psql postgresql://lossline_reader:lossline_reader@127.0.0.1:%d/%s"
                    .formatted(postgres.port(), PostgresServer.DATABASE));
        });
        lines.add("");
        lines.add("The stack is still running. Stop it with ./lossline down");
        return lines;
    }
}
