package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentKeys;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Model;
import dev.lossline.specification.Reference;
import dev.lossline.specification.Training;
import dev.lossline.specification.document.Document;
import dev.lossline.specification.document.Fault;
import dev.lossline.specification.document.Node;
import dev.lossline.specification.violation.InvalidSpecificationException;
import dev.lossline.specification.violation.TextCheck;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads an {@link ExperimentSpecification} from a document: fills in the defaults, and rejects specifications that
 * cannot run, reporting all errors at once.
 */
public final class SpecificationReader {
    /** A replacement for an invalid name, needed to check the rest. */
    private static final String PLACEHOLDER_NAME = "name";

    private final int maxTrials;

    /**
     * Creates a reader with a limit.
     *
     * @param maxTrials the maximum number of trials per experiment; at most {@link Expansion#MAX_TRIALS}
     */
    public SpecificationReader(int maxTrials) {
        this.maxTrials = Math.min(maxTrials, Expansion.MAX_TRIALS);
    }

    /**
     * Reads a document with the top-level keys of a specification, such as {@code name}.
     *
     * @throws dev.lossline.specification.document.MalformedDocumentException if it is not well-formed
     * @throws InvalidSpecificationException listing all errors, each with its location, value and what is allowed
     */
    public ExperimentSpecification read(byte[] document, Document.Format format) {
        return read(Document.read(document, format));
    }

    /**
     * Reads a document in which strings and numbers are already distinguished.
     *
     * @throws InvalidSpecificationException listing all errors, each with its value and what is allowed
     */
    public ExperimentSpecification read(JsonNode document) {
        return read(new Document(Node.of(document), List.of()));
    }

    /**
     * Reads a well-formed document.
     *
     * @throws InvalidSpecificationException listing all errors, each with its location, value and what is allowed
     */
    public ExperimentSpecification read(Document document) {
        Violations violations = new Violations();
        for (Fault fault : document.faults()) {
            violations.add(Violation.of(
                    fault.path().isEmpty() ? "document" : fault.path(), fault.location(), fault.message()));
        }
        Node checked = new TextCheck(violations).checked(document.root());
        ExperimentSpecification specification = experiment(new DocumentFields("", checked, violations), violations);
        new Expansion(specification).check(maxTrials, violations);
        violations.refuse(document.root());
        return specification;
    }

    private ExperimentSpecification experiment(DocumentFields fields, Violations violations) {
        TrialReader trial = new TrialReader(violations);
        String name = fields.text(ExperimentKeys.NAME, PLACEHOLDER_NAME);
        DatasetName dataset = fields.constant(ExperimentKeys.DATASET);
        Model model = trial.model(fields.object(ExperimentKeys.MODEL));
        Training training = trial.training(fields.object(ExperimentKeys.TRAINING));
        violations.valid(
                () -> {
                    SubmissionRules.check(training.optimizer());
                    return training;
                },
                () -> training);
        ExperimentSpecification.Search search = new SearchReader(violations).read(fields.object(ExperimentKeys.SEARCH));
        List<Long> seeds = seeds(fields, violations);
        List<Device> devices = devices(fields, violations);
        Reference reference = fields.has(ExperimentKeys.REFERENCE)
                ? new ReferenceReader(violations).read(fields.object(ExperimentKeys.REFERENCE))
                : null;
        fields.rejectUnknownKeys();
        return violations.valid(
                () -> new ExperimentSpecification(name, dataset, model, training, search, seeds, devices, reference),
                () -> new ExperimentSpecification(
                        PLACEHOLDER_NAME, dataset, model, training, search, seeds, devices, reference));
    }

    private static List<Long> seeds(DocumentFields fields, Violations violations) {
        List<Long> seeds = fields.wholes(ExperimentKeys.SEEDS);
        requireAny("seeds", seeds, violations);
        SubmissionRules.checkSeeds(seeds, violations);
        return isUsable(seeds) ? seeds : ExperimentKeys.SEEDS.otherwise();
    }

    private static List<Device> devices(DocumentFields fields, Violations violations) {
        List<Device> devices = fields.constants(ExperimentKeys.DEVICES);
        requireAny("device", devices, violations);
        Set<Device> seen = EnumSet.noneOf(Device.class);
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i) != null && !seen.add(devices.get(i))) {
                violations.add(new Violation("device[" + i + "]", devices.get(i).id(), "each value once"));
            }
        }
        return isUsable(devices) ? devices : List.of(ExperimentKeys.DEVICE.otherwise());
    }

    private static boolean isUsable(List<?> values) {
        return !values.isEmpty() && values.stream().allMatch(Objects::nonNull);
    }

    private static void requireAny(String field, List<?> values, Violations violations) {
        if (values.isEmpty()) {
            violations.add(new Violation(field, "[]", "a list of one or more values"));
        }
    }
}
