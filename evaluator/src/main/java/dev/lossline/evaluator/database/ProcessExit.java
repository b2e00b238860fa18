package dev.lossline.evaluator.database;

import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Ends the process after a fault that waiting cannot fix. Compose or Kubernetes restarts it. */
@ApplicationScoped
public class ProcessExit {
    /** {@code EX_IOERR} of {@code sysexits.h}. */
    static final int CODE = 74;

    private static final Logger LOG = Logger.getLogger(ProcessExit.class);

    public void with(String reason) {
        LOG.fatalf("%s. Exiting with code %d for a restart", reason, CODE);
        Quarkus.asyncExit(CODE);
    }
}
