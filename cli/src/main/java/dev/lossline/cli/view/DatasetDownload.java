package dev.lossline.cli.view;

import dev.lossline.cli.CliException;
import dev.lossline.cli.ExitCode;
import dev.lossline.cli.terminal.ProgressBar;
import dev.lossline.cli.terminal.Style;
import dev.lossline.cli.terminal.Terminal;
import dev.lossline.specification.DatasetName;
import dev.lossline.training.dataset.DatasetException;
import dev.lossline.training.dataset.DatasetStore;
import dev.lossline.training.dataset.DownloadListener;
import java.nio.file.Path;

/** Downloads a dataset before training, with a progress bar. */
public final class DatasetDownload implements DownloadListener {
    private static final int BAR = 24;
    private static final double MIB = 1 << 20;

    private final Terminal terminal;
    private String source = "";

    public DatasetDownload(Terminal terminal) {
        this.terminal = terminal;
    }

    public void fetch(DatasetName name, Path directory) throws InterruptedException {
        try {
            new DatasetStore(directory).fetch(name, this);
        } catch (DatasetException e) {
            throw new CliException(ExitCode.FAILED, e.getMessage(), e);
        } finally {
            clear();
        }
    }

    @Override
    public void starting(String file, String from) {
        source = from;
    }

    @Override
    public void progress(String file, long bytes, long total) {
        if (terminal.live()) {
            String amount = "%5.1f MB".formatted(bytes / MIB);
            String bar = total > 0 ? ProgressBar.of(bytes / (double) total, BAR) + " " : "";
            String line = "Downloading %-24s %s%s  %s".formatted(file, bar, amount, source);
            terminal.out().print("\r" + ExperimentView.cut(line, terminal.size().columns() - 1) + "\033[K");
            terminal.out().flush();
        }
    }

    @Override
    public void note(String message) {
        clear();
        terminal.line(terminal.styled(Style.YELLOW, message));
    }

    @Override
    public void done(String file) {
        clear();
        terminal.line("%s Downloaded %s from %s".formatted(terminal.styled(Style.GREEN, "✓"), file, source));
    }

    private void clear() {
        if (terminal.live()) {
            terminal.out().print("\r\033[K");
            terminal.out().flush();
        }
    }
}
