package dev.lossline.evaluator;

import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Ends this process, for compose or Kubernetes to start it again: what it met is nothing that waiting mends. */
@ApplicationScoped
class ProcessExit {
    /** EX_IOERR of sysexits.h. */
    static final int CODE = 74;

    private static final Logger LOG = Logger.getLogger(ProcessExit.class);

    void with(String reason) {
        LOG.fatalf("%s. This evaluator ends with exit code %d, to be started again", reason, CODE);
        Quarkus.asyncExit(CODE);
    }
}
