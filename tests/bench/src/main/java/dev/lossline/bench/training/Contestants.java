package dev.lossline.bench.training;

import static dev.lossline.bench.training.Contestant.ExpectedLoss.NONE;
import static dev.lossline.bench.training.Contestant.ExpectedLoss.OWN_SEED;
import static dev.lossline.bench.training.Contestant.ExpectedLoss.TORCH_SEED;

import dev.lossline.bench.training.Contestant.ExpectedLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creates all contestants, in the order of the tables. */
public final class Contestants {

    private final Path root;
    private final Path datasets;
    private final String python;

    /**
     * @param root the checkout, with the benchmark built
     * @param python the command of the Python interpreter
     */
    public Contestants(Path root, Path datasets, String python) {
        this.root = root;
        this.datasets = datasets;
        this.python = python;
    }

    public List<Contestant> all() {
        return List.of(
                ofDjl(Contestant.LOSSLINE, "Lossline", TORCH_SEED, "LosslineContestant"),
                ofDjl(Contestant.FLOOR, "Floor: two large matrix products", NONE, "FloorContestant"),
                ofPyTorch("dataloader", "PyTorch eager, DataLoader", false),
                ofPyTorch("tensors", "PyTorch eager, tensors", false),
                ofPyTorch("torchscript", "PyTorch TorchScript", false),
                ofPyTorch("compile", "PyTorch torch.compile", true),
                new Contestant(
                        "jax", "JAX jit + scan", OWN_SEED, false, cores -> python("jax_scan.py", cores), Map.of()),
                ofDjl("djl", "DJL Trainer", OWN_SEED, "DjlTrainerContestant"),
                ofJvm("javacpp", "JavaCPP PyTorch", "dev.lossline.bench.javacpp.JavaCppContestant"),
                ofJvm("dl4j", "DL4J", "dev.lossline.bench.dl4j.Dl4jContestant"));
    }

    private Contestant ofDjl(String id, String title, ExpectedLoss expectedLoss, String main) {
        String classPath = root.resolve("tests/bench/target/bench.jar").toString();
        return new Contestant(
                id,
                title,
                expectedLoss,
                false,
                cores -> java(classPath, "dev.lossline.bench.contestant." + main, cores),
                Map.of());
    }

    private Contestant ofJvm(String id, String title, String main) {
        Path target = root.resolve("tests/bench").resolve(id).resolve("target");
        Path classes = target.resolve("classes");
        String classPath = classes + ":" + target.resolve("lib") + "/*";
        return new Contestant(
                id,
                title,
                OWN_SEED,
                false,
                cores -> java(classPath, main, cores),
                Map.of(
                        target.resolve("lib"),
                        "not built; run mvn -P bench-jvm package, which downloads its libraries"));
    }

    private Contestant ofPyTorch(String method, String title, boolean oneCoreOnly) {
        return new Contestant(
                method,
                title,
                TORCH_SEED,
                oneCoreOnly,
                cores -> python("pytorch.py", cores, "--method", method),
                Map.of());
    }

    private List<String> java(String classPath, String main, int cores) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx3g",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-Dai.djl.pytorch.num_threads=" + cores,
                "-Dbench.threads=" + cores,
                "-Dbench.datasets=" + datasets,
                "-cp",
                classPath,
                main);
    }

    private List<String> python(String script, int cores, String... more) {
        List<String> command = new ArrayList<>(List.of(
                python,
                root.resolve("tests/bench/python").resolve(script).toString(),
                "--threads",
                Integer.toString(cores)));
        command.addAll(List.of(more));
        return command;
    }
}
