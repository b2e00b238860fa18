package dev.lossline.training.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A package in Debian's archive that contains the four files, gzipped. It is unpacked but not installed.
 *
 * @param packageName the package's name in apt
 * @param folder the relative path in the package
 */
record DebianPackage(String packageName, String folder) implements DatasetSource {

    @Override
    public String name() {
        return "apt-get download " + packageName;
    }

    @Override
    public void fetch(List<DatasetFile> wanted, DatasetFolder target) throws IOException, InterruptedException {
        try (TemporaryFolder work = TemporaryFolder.create()) {
            target.note("downloading with " + name());
            work.run("apt-get", "download", packageName);
            Path archive = work.find(".deb");
            work.run("dpkg", "-x", archive.toString(), ".");
            new GzipFolder(work.path().resolve(folder)).fetch(wanted, target);
        }
    }
}
