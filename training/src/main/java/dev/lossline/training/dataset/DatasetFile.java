package dev.lossline.training.dataset;

import dev.lossline.specification.DatasetName;

/** The four files of a dataset, in the order in which {@link Dataset#sha256()} uses them. */
enum DatasetFile {
    TRAIN_IMAGES("train-images-idx3-ubyte", 47_040_016),
    TRAIN_LABELS("train-labels-idx1-ubyte", 60_008),
    TEST_IMAGES("t10k-images-idx3-ubyte", 7_840_016),
    TEST_LABELS("t10k-labels-idx1-ubyte", 10_008);

    private final String fileName;
    private final long bytes;

    DatasetFile(String fileName, long bytes) {
        this.fileName = fileName;
        this.bytes = bytes;
    }

    String fileName() {
        return fileName;
    }

    /** The size of the uncompressed file, which is the same for every dataset. */
    long bytes() {
        return bytes;
    }

    /** The SHA-256 of the uncompressed file, as published by its authors. */
    String sha256(DatasetName dataset) {
        return switch (dataset) {
            case MNIST ->
                switch (this) {
                    case TRAIN_IMAGES -> "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db";
                    case TRAIN_LABELS -> "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5";
                    case TEST_IMAGES -> "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7";
                    case TEST_LABELS -> "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2";
                };
            case FASHION_MNIST ->
                switch (this) {
                    case TRAIN_IMAGES -> "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888";
                    case TRAIN_LABELS -> "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9";
                    case TEST_IMAGES -> "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b";
                    case TEST_LABELS -> "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34";
                };
        };
    }
}
