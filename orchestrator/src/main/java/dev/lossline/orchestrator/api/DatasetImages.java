package dev.lossline.orchestrator.api;

import dev.lossline.orchestrator.OrchestratorConfig;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.specification.DatasetName;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jboss.logging.Logger;

/**
 * Test images of the datasets on this machine, each read directly from its position in the file, without caching.
 * Trainers and the evaluator use the same files and verify their hashes.
 */
@ApplicationScoped
class DatasetImages {
    private static final Logger LOG = Logger.getLogger(DatasetImages.class);
    private static final String FILE = "t10k-images-idx3-ubyte";

    /**
     * Two zero bytes, 8 for unsigned bytes, 3 dimensions and their sizes; see <a
     * href="https://www.fon.hum.uva.nl/praat/manual/IDX_file_format.html">the format</a>.
     */
    private static final int[] HEADER = {0x0803, DatasetName.TEST_EXAMPLES, DatasetName.SIDE, DatasetName.SIDE};

    private static final int PIXELS = DatasetName.SIDE * DatasetName.SIDE;

    private final Path directory;

    DatasetImages(OrchestratorConfig config) {
        this.directory = config.datasets();
    }

    /**
     * An image of the test split as PNG.
     *
     * @param index from 0
     * @throws ProblemException 404 if the dataset is not on this machine or is incomplete
     */
    byte[] png(DatasetName dataset, int index) {
        Path file = directory.resolve(dataset.id()).resolve(FILE);
        try {
            return png(pixels(file, index));
        } catch (NoSuchFileException e) {
            throw ProblemException.missing(
                    "The test images of " + dataset.id() + " are not on the orchestrator's machine: "
                            + "a trainer or evaluator on it fetches them, or LOSSLINE_DATASETS says where they are.");
        } catch (IOException e) {
            LOG.warnf("Cannot read %s: %s", file, e);
            throw ProblemException.missing(
                    "The test images of " + dataset.id() + " on the orchestrator's machine cannot be read.");
        }
    }

    private static byte[] pixels(Path file, int index) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = read(channel, 0, Integer.BYTES * HEADER.length);
            for (int expected : HEADER) {
                if (header.getInt() != expected) {
                    throw new IOException("not an IDX file of test images");
                }
            }
            return read(channel, header.capacity() + (long) index * PIXELS, PIXELS)
                    .array();
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("it ends after " + channel.size() + " bytes");
            }
        }
        return bytes.flip();
    }

    private static byte[] png(byte[] pixels) throws IOException {
        BufferedImage image = new BufferedImage(DatasetName.SIDE, DatasetName.SIDE, BufferedImage.TYPE_BYTE_GRAY);
        System.arraycopy(pixels, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData(), 0, pixels.length);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        // ImageIO would use a temporary file by default.
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(image, "png", output);
        }
        return png.toByteArray();
    }
}
