package dev.lossline.drill.harness;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The health of services: live if they need no restart, ready if they can do all their work. */
public final class Health {
    private Health() {}

    /** The services of a stack. */
    public static List<StackProcess> services(DrillStack stack) {
        return Stream.of(stack.orchestrators(), stack.evaluators(), stack.trainers())
                .flatMap(List::stream)
                .toList();
    }

    static boolean isLive(StackProcess service) throws InterruptedException {
        return status(service, "live") == 200;
    }

    public static boolean isReady(StackProcess service) throws InterruptedException {
        return status(service, "ready") == 200;
    }

    /** The services whose health differs from the expected one, with their responses. */
    public static List<String> unlike(List<StackProcess> services, String kind, boolean up)
            throws InterruptedException {
        List<String> unlike = new java.util.ArrayList<>();
        for (StackProcess service : services) {
            if ((status(service, kind) == 200) != up) {
                unlike.add("%s %s is %d".formatted(service.name(), kind, status(service, kind)));
            }
        }
        return unlike;
    }

    private static int status(StackProcess service, String kind) throws InterruptedException {
        try {
            return new Api(service.port()).get("/q/health/" + kind).status();
        } catch (IOException e) {
            return 0;
        }
    }
}
