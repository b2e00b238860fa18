package dev.lossline.orchestrator.api;

import dev.lossline.orchestrator.OrchestratorConfig;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.specification.document.Document;
import dev.lossline.specification.document.MalformedDocumentException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** Reads the body of a submission (YAML or JSON) up to the maximum size. */
@ApplicationScoped
class DocumentReader {
    private final long maxBytes;

    DocumentReader(OrchestratorConfig config) {
        this.maxBytes = config.maxDocumentSize().asLongValue();
    }

    /**
     * Reads the document.
     *
     * @throws ProblemException 413 if it is too large; 400 with the location if it is truncated or malformed
     */
    Document read(InputStream body, MediaType type) {
        boolean isJson = type != null && type.getSubtype().endsWith("json");
        try {
            byte[] bytes = body.readNBytes(Math.toIntExact(maxBytes + 1));
            if (bytes.length > maxBytes) {
                throw ProblemException.tooLarge(maxBytes);
            }
            return Document.read(bytes, isJson ? Document.Format.JSON : Document.Format.YAML);
        } catch (MalformedDocumentException e) {
            throw ProblemException.malformed(e);
        } catch (IOException e) {
            throw ProblemException.endedEarly(e);
        }
    }
}
