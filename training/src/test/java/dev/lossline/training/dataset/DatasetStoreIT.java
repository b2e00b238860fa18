package dev.lossline.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.specification.DatasetName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads MNIST from a local directory that acts as a mirror. */
class DatasetStoreIT {

    private static Path mnist;

    @TempDir
    Path directory;

    private final RecordingListener heard = new RecordingListener();

    @BeforeAll
    static void fetchOnce() throws InterruptedException {
        mnist = new DatasetStore(DatasetStore.defaultDirectory()).fetch(DatasetName.MNIST, DownloadListener.NONE);
    }

    @Test
    void fetchesOnceAndSharesOneInstance() throws InterruptedException {
        DatasetStore store = store(new Copy());
        Dataset dataset = store.open(DatasetName.MNIST, heard);

        assertThat(store.open(DatasetName.MNIST, heard)).isSameAs(dataset);
        assertThat(heard.started).hasSize(4);
        assertThat(heard.done).hasSize(4);
        assertThat(dataset.train().size()).isEqualTo(60_000);
        assertThat(dataset.test().size()).isEqualTo(10_000);
        new DatasetStore(directory, name -> List.of()).open(DatasetName.MNIST, heard);
        assertThat(heard.started).hasSize(4);
    }

    @Test
    void namesADamagedFileAndFetchesItAgain() throws IOException, InterruptedException {
        DatasetStore store = store(new Copy());
        Path folder = store.fetch(DatasetName.MNIST, heard);
        Path labels = folder.resolve("t10k-labels-idx1-ubyte");
        byte[] content = Files.readAllBytes(labels);
        byte[] damaged = content.clone();
        damaged[500] ^= 1;
        Files.write(labels, damaged);
        heard.started.clear();

        store.fetch(DatasetName.MNIST, heard);

        assertThat(heard.notes).anySatisfy(note -> assertThat(note).startsWith(labels + " is damaged"));
        assertThat(heard.started).containsExactly("t10k-labels-idx1-ubyte");
        assertThat(Files.readAllBytes(labels)).isEqualTo(content);
    }

    @Test
    void triesTheNextSourceIfOneFailsOrIsWrong() throws IOException, InterruptedException {
        DatasetSource unreachable = new HttpMirror(URI.create("http://127.0.0.1:1/"));

        Path folder = store(unreachable, new Lies(), new Copy()).fetch(DatasetName.MNIST, heard);

        assertThat(heard.notes).anySatisfy(note -> assertThat(note).contains("127.0.0.1:1"));
        assertThat(heard.notes)
                .anySatisfy(note -> assertThat(note).contains("lies").contains("SHA-256"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void saysWhatWasTriedAndWhatToDo() {
        DatasetStore store = store(new HttpMirror(URI.create("http://127.0.0.1:1/")), new Lies());

        assertThatThrownBy(() -> store.open(DatasetName.MNIST, heard))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("http://127.0.0.1:1/: unreachable")
                .hasMessageContaining("lies: ")
                .hasMessageContaining("put these files there, unpacked: train-images-idx3-ubyte, ")
                .hasMessageContaining(directory.resolve("mnist").toString());
    }

    @Test
    void stopsOnInterrupt() throws InterruptedException {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> store(new Copy()).fetch(DatasetName.MNIST, heard))
                .isInstanceOf(InterruptedException.class);
        assertThat(directory.resolve("mnist")).doesNotExist();
    }

    @Test
    void twoAtOnceDoNoHarm() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Dataset>> both = threads.invokeAll(List.of(
                    () -> store(new Copy()).open(DatasetName.MNIST, DownloadListener.NONE),
                    () -> store(new Copy()).open(DatasetName.MNIST, DownloadListener.NONE)));
            assertThat(both.get(0).get().sha256()).isEqualTo(both.get(1).get().sha256());
        }
    }

    private DatasetStore store(DatasetSource... sources) {
        return new DatasetStore(directory, name -> List.of(sources));
    }

    private record Copy() implements DatasetSource {
        @Override
        public void fetch(List<DatasetFile> wanted, DatasetFolder folder) throws IOException, InterruptedException {
            for (DatasetFile file : wanted) {
                try (InputStream content = Files.newInputStream(mnist.resolve(file.fileName()))) {
                    folder.put(file, content, name());
                }
            }
        }

        @Override
        public String name() {
            return "copy";
        }
    }

    private record Lies() implements DatasetSource {
        @Override
        public void fetch(List<DatasetFile> wanted, DatasetFolder folder) throws IOException, InterruptedException {
            folder.put(wanted.get(0), new ByteArrayInputStream(new byte[100]), name());
        }

        @Override
        public String name() {
            return "lies";
        }
    }

    private static final class RecordingListener implements DownloadListener {
        final List<String> started = new ArrayList<>();
        final List<String> done = new ArrayList<>();
        final List<String> notes = new ArrayList<>();

        @Override
        public void starting(String file, String source) {
            started.add(file);
        }

        @Override
        public void done(String file) {
            done.add(file);
        }

        @Override
        public void note(String message) {
            notes.add(message);
        }
    }
}
