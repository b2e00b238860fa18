package dev.lossline.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.specification.DatasetName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

    @TempDir
    Path directory;

    @BeforeEach
    void writeThreeExamplesAndOne() throws IOException {
        write(DatasetFile.TRAIN_IMAGES, idx(0x803, new byte[3 * 784], 3, 28, 28));
        write(DatasetFile.TRAIN_LABELS, idx(0x801, new byte[] {9, 0, 5}, 3));
        write(DatasetFile.TEST_IMAGES, idx(0x803, new byte[784], 1, 28, 28));
        write(DatasetFile.TEST_LABELS, idx(0x801, new byte[] {1}, 1));
    }

    @Test
    void readsFourFiles() throws IOException {
        Dataset dataset = Dataset.read(directory, DatasetName.MNIST);

        assertThat(dataset.train().size()).isEqualTo(3);
        assertThat(dataset.train().labels()).containsExactly(9, 0, 5);
        assertThat(dataset.test().size()).isEqualTo(1);
        assertThat(dataset.inputs()).isEqualTo(784);
        assertThat(dataset.sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void aChangedPixelChangesTheHash() throws IOException {
        String before = Dataset.read(directory, DatasetName.MNIST).sha256();
        byte[] changed = new byte[784];
        changed[100] = 1;
        write(DatasetFile.TEST_IMAGES, idx(0x803, changed, 1, 28, 28));

        assertThat(Dataset.read(directory, DatasetName.MNIST).sha256()).isNotEqualTo(before);
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        Files.delete(directory.resolve("t10k-labels-idx1-ubyte"));
        assertThatThrownBy(() -> Dataset.read(directory, DatasetName.MNIST))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("t10k-labels-idx1-ubyte");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        refused(idx(0x801, new byte[784], 1, 28, 28), "starts with 0x00000801, expected 0x00000803");
        refused(idx(0x803, new byte[784], 1, 784, 1), "has the dimensions [1, 784, 1], expected [any, 28, 28]");
        refused(idx(0x803, new byte[0], 0, 28, 28), "has the dimensions [0, 28, 28]");
        refused(
                idx(0x803, new byte[783], 1, 28, 28),
                "has 783 bytes after its header, its dimensions [1, 28, 28] need");
        refused(new byte[] {0, 0}, "has 2 bytes, expected an IDX header of 16");
        refused(
                idx(0x803, new byte[2 * 784], 2, 28, 28),
                "t10k-labels-idx1-ubyte has the dimensions [1], expected [2]");
    }

    @Test
    void rejectsALabelOutOfRange() throws IOException {
        write(DatasetFile.TRAIN_LABELS, idx(0x801, new byte[] {9, (byte) 200, 5}, 3));
        assertThatThrownBy(() -> Dataset.read(directory, DatasetName.MNIST))
                .hasMessageContaining("has the label 200, expected below 10");
    }

    private void refused(byte[] testImages, String message) throws IOException {
        write(DatasetFile.TEST_IMAGES, testImages);
        assertThatThrownBy(() -> Dataset.read(directory, DatasetName.MNIST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private void write(DatasetFile file, byte[] content) throws IOException {
        Files.write(directory.resolve(file.fileName()), content);
    }

    private static byte[] idx(int magic, byte[] values, int... sizes) {
        ByteBuffer file =
                ByteBuffer.allocate(4 + 4 * sizes.length + values.length).putInt(magic);
        for (int size : sizes) {
            file.putInt(size);
        }
        return file.put(values).array();
    }
}
