package dev.lossline.orchestrator.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lossline.orchestrator.SchemaResource;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Images of a dataset with known pixels in place of MNIST; Fashion-MNIST is missing. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
@QuarkusTestResource(DatasetImagesIT.Dataset.class)
class DatasetImagesIT {
    private static final int PIXELS = 28 * 28;

    @Test
    void anImageHasThePixelsAtItsIndex() throws Exception {
        Response answer = given().get("/api/datasets/mnist/test/9999.png");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("image/png");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.asByteArray()));
        assertThat(image.getWidth()).isEqualTo(28);
        assertThat(image.getHeight()).isEqualTo(28);
        assertThat(image.getRaster().getNumBands()).isOne();
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            assertThat(image.getRaster().getSample(pixel % 28, pixel / 28, 0))
                    .isEqualTo(Byte.toUnsignedInt(Dataset.value(9999, pixel)));
        }
    }

    @Test
    void imagesAreCachedByTheBrowser() {
        Response first = given().get("/api/datasets/mnist/test/0.png");
        assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");

        given().header("If-None-Match", first.header("ETag"))
                .get("/api/datasets/mnist/test/0.png")
                .then()
                .statusCode(304);
    }

    @Test
    void reportsUnknownExamplesAndDatasets() {
        given().get("/api/datasets/mnist/test/10000.png")
                .then()
                .statusCode(404)
                .body("detail", equalTo("The test split of mnist has no example 10000; its last is 9999."));
        given().get("/api/datasets/fashion-mnist/test/0.png")
                .then()
                .statusCode(404)
                .body("detail", containsString("are not on the orchestrator's machine"));
        given().get("/api/datasets/cifar/test/0.png")
                .then()
                .statusCode(404)
                .body("detail", equalTo("There is no dataset cifar."));
        given().get("/api/datasets/mnist/test/first.png")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("index"));
    }

    @Test
    void noAddressLeadsOutOfTheFolder() {
        for (String name : new String[] {"..%2Fmnist", "%2e%2e", "mnist%2F..%2Fmnist", "mnist%00"}) {
            given().urlEncodingEnabled(false)
                    .get("/api/datasets/" + name + "/test/0.png")
                    .then()
                    .statusCode(org.hamcrest.Matchers.oneOf(400, 404));
        }
    }

    /** A directory of datasets with a file in MNIST's format. */
    public static class Dataset implements QuarkusTestResourceLifecycleManager {
        static byte value(int example, int pixel) {
            return (byte) (31 * example + pixel);
        }

        @Override
        public Map<String, String> start() {
            try {
                Path folder = Files.createTempDirectory("lossline-datasets");
                folder.toFile().deleteOnExit();
                ByteBuffer file = ByteBuffer.allocate(16 + 10_000 * PIXELS);
                file.putInt(0x0803).putInt(10_000).putInt(28).putInt(28);
                for (int example = 0; example < 10_000; example++) {
                    for (int pixel = 0; pixel < PIXELS; pixel++) {
                        file.put(value(example, pixel));
                    }
                }
                Path mnist = Files.createDirectory(folder.resolve("mnist"));
                mnist.toFile().deleteOnExit();
                Path images = Files.write(mnist.resolve("t10k-images-idx3-ubyte"), file.array());
                images.toFile().deleteOnExit();
                return Map.of("lossline.datasets", folder.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {}
    }
}
