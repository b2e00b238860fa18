package dev.lossline.cli.command;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.api.Api;
import dev.lossline.cli.api.ApiProblemException;
import dev.lossline.cli.api.ApiUnreachableException;
import dev.lossline.cli.local.Settings;

/** Opens the API for a command and maps its failures to exit codes. */
final class Connection {
    private static final int UNAUTHORIZED = 401;
    private static final int CONFLICT = 409;

    private final Settings settings;

    Connection(Settings settings) {
        this.settings = settings;
    }

    interface Use {
        int with(Api api) throws InterruptedException;
    }

    int use(Use use) throws InterruptedException {
        try (Api api = Api.of(settings)) {
            try {
                return use.with(api);
            } catch (ApiUnreachableException e) {
                throw unreachable(api, e);
            } catch (ApiProblemException e) {
                throw refused(e);
            }
        }
    }

    private CliException unreachable(Api api, ApiUnreachableException e) {
        String advice = settings.url().isPresent()
                ? "LOSSLINE_URL is %s. Check the address and that the server is running.".formatted(api.address())
                : "Start the stack with ./lossline up; check it with ./lossline status.";
        return new CliException(ExitCode.UNREACHABLE, e.getMessage() + "\n" + advice, e);
    }

    private static CliException refused(ApiProblemException e) {
        return switch (e.status()) {
            case UNAUTHORIZED ->
                new CliException(
                        ExitCode.FAILED, e.getMessage() + "\nThe server requires a token: set LOSSLINE_API_TOKEN.", e);
            case CONFLICT -> new CliException(ExitCode.FAILED, e.getMessage(), e);
            default -> new CliException(ExitCode.USAGE, e.getMessage(), e);
        };
    }
}
