package dev.lossline.training.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A local directory with the four files, gzipped, with the extension {@code .gz}. */
record GzipFolder(Path folder) implements DatasetSource {

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public void fetch(List<DatasetFile> wanted, DatasetFolder target) throws IOException, InterruptedException {
        for (DatasetFile file : wanted) {
            try (InputStream unpacked =
                    new GZIPInputStream(Files.newInputStream(folder.resolve(file.fileName() + ".gz")))) {
                target.put(file, unpacked, name());
            }
        }
    }
}
