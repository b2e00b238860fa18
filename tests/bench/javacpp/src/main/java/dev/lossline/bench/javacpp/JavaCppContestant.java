package dev.lossline.bench.javacpp;

import dev.lossline.bench.contestant.ContestantLoop;
import dev.lossline.bench.contestant.ContestantLoop.Task;
import dev.lossline.bench.contestant.MnistFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Trains with PyTorch's C++ API through JavaCPP: modules, autograd, SGD, tensors in memory. */
public final class JavaCppContestant {

    /** A network in the style of PyTorch's C++ tutorial. */
    private static final class Network extends Module {
        private final LinearImpl hidden;
        private final LinearImpl output;

        Network(int inputs, int units, int classes) {
            hidden = units > 0 ? register_module("hidden", new LinearImpl(inputs, units)) : null;
            output = register_module("output", new LinearImpl(units > 0 ? units : inputs, classes));
        }

        Tensor forward(Tensor x) {
            return output.forward(hidden == null ? x : torch.relu(hidden.forward(x)));
        }
    }

    private JavaCppContestant() {}

    /** Serves the runner's requests. */
    public static void main(String[] args) throws IOException {
        torch.set_num_threads(Integer.getInteger("bench.threads", 1));
        MnistFiles mnist = MnistFiles.read(Path.of(System.getProperty("bench.datasets"), "mnist"));
        Tensor x = Tensor.create(mnist.pixels(), mnist.size(), mnist.inputs());
        Tensor y = Tensor.create(mnist.labels(), mnist.size());
        String version = Tensor.class.getPackage().getImplementationVersion();
        ContestantLoop.serve("JavaCPP PyTorch " + (version == null ? "" : version), task -> start(task, x, y));
    }

    private static DoubleSupplier start(Task task, Tensor x, Tensor y) {
        torch.manual_seed(task.seed());
        Network network = new Network((int) x.size(1), task.hidden(), 10);
        SGD sgd = new SGD(network.parameters(), new SGDOptions(task.learningRate()));
        return () -> epoch(task, x, y, network, sgd);
    }

    private static double epoch(Task task, Tensor x, Tensor y, Network network, SGD sgd) {
        try (PointerScope epoch = new PointerScope()) {
            Tensor order = torch.randperm(x.size(0));
            long size = x.size(0);
            Tensor sum = torch.zeros(1);
            int batches = 0;
            for (long from = 0; from < size; from += task.batch(), batches++) {
                try (PointerScope step = new PointerScope()) {
                    Tensor rows = order.narrow(0, from, Math.min(task.batch(), size - from));
                    sgd.zero_grad();
                    Tensor loss = torch.nll_loss(
                            torch.log_softmax(network.forward(x.index_select(0, rows)), 1), y.index_select(0, rows));
                    loss.backward();
                    sgd.step();
                    sum.add_(loss.detach());
                }
            }
            return sum.item_float() / batches;
        }
    }
}
