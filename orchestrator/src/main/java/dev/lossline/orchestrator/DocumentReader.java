package dev.lossline.orchestrator;

import dev.lossline.contract.document.Document;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** Reads the body of a submission, YAML or JSON, no larger than allowed. */
@ApplicationScoped
class DocumentReader {
    private final long maxBytes;

    DocumentReader(OrchestratorConfig config) {
        this.maxBytes = config.maxDocumentSize().asLongValue();
    }

    /** A document's bytes and how to read them. */
    record Body(byte[] bytes, Document.Format format) {}

    /**
     * The whole body.
     *
     * @throws ProblemException 413 if it is too large, 400 if it ends early
     */
    Body read(InputStream body, MediaType type) {
        boolean isJson = type != null && type.getSubtype().endsWith("json");
        try {
            byte[] bytes = body.readNBytes(Math.toIntExact(maxBytes + 1));
            if (bytes.length > maxBytes) {
                throw ProblemException.tooLarge(maxBytes);
            }
            return new Body(bytes, isJson ? Document.Format.JSON : Document.Format.YAML);
        } catch (IOException e) {
            throw ProblemException.endedEarly(e);
        }
    }
}
