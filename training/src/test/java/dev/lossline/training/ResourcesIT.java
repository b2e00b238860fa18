package dev.lossline.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.lossline.specification.Optimizer;
import dev.lossline.training.engine.TorchEngine;
import dev.lossline.training.evaluation.Evaluation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The resources that training uses. */
class ResourcesIT {

    private static final int EPOCHS = 200;
    private static final int WARM = 100;

    /**
     * An array that each step forgot would show as 1,592 more arrays (199 epochs of 8 steps), or, detached from all
     * managers, as 160 MB more after the warm epochs where it has the first layer's size. Collecting keeps the Java heap
     * small, whose growth would hide that.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryIsFlatOver200Epochs() throws InterruptedException {
        List<Integer> arrays = new ArrayList<>();
        List<Long> residentMegabytes = new ArrayList<>();
        TrainingPlan plan =
                new TrainingPlan(TestData.architecture(64, 32), Optimizer.AdamW.of(0.001), EPOCHS, 64, 0.1, 0);

        new Training(plan, TestData.synthetic(560), Device.cpu()).run((result, checkpoint) -> {
            assertThat(checkpoint.get().epoch()).isEqualTo(result.epoch());
            arrays.add(arrays());
            if (result.epoch() % 10 == 0) {
                System.gc();
            }
            residentMegabytes.add(residentMegabytes());
            return true;
        });

        assertThat(arrays.get(EPOCHS - 1)).isEqualTo(arrays.get(0));
        assertThat(residentMegabytes.get(EPOCHS - 1)).isLessThan(residentMegabytes.get(WARM) + 40);
    }

    @Test
    void leavesNothingBehind() throws InterruptedException {
        TrainingPlan plan = TestData.plan(Optimizer.Adam.of(0.001), 2, 16);
        int before = arrays();

        Checkpoint trained = new Training(plan, TestData.synthetic(200), Device.cpu())
                .run(EpochListener.NONE)
                .checkpoint();
        Evaluation.evaluate(
                plan.architecture(), trained.weights(), TestData.synthetic(10).test(), Device.cpu());

        assertThat(arrays()).isEqualTo(before);
    }

    @Test
    void eachTrainingThreadUsesOneIntraOpThread() throws Exception {
        try (NDManager engine = TorchEngine.open(Device.cpu());
                ExecutorService otherThread = Executors.newSingleThreadExecutor()) {
            // The setting for a thread that is new to PyTorch.
            JniUtils.setNumThreads(2);
            assertThat(engine.isOpen()).isTrue();
            int threads = otherThread
                    .submit(() -> {
                        new Training(
                                        TestData.plan(Optimizer.Sgd.of(0.01), 1, 16),
                                        TestData.synthetic(100),
                                        Device.cpu())
                                .run(EpochListener.NONE);
                        return JniUtils.getNumThreads();
                    })
                    .get();
            assertThat(threads).isEqualTo(1);
        } finally {
            JniUtils.setNumThreads(1);
        }
    }

    /** Arrays alive in the process. */
    private static int arrays() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), TorchEngine.NAME)) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }

    private static long residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
