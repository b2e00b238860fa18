package dev.lossline.testing;

import dev.lossline.specification.violation.Violation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A rule that the server checks and the JSON Schema cannot express.
 *
 * @param sentence the rule as docs/experiments.md states it
 * @param document a document that is valid under the schema but breaks the rule
 * @param violation what the message of the server contains
 */
record ServerRule(String sentence, String document, Pattern violation) {
    static final List<ServerRule> ALL = List.of(
            rule(
                    "The name is not blank. Characters outside the Basic Multilingual Plane count as two of its 200"
                            + " characters.",
                    "{name: ' '}",
                    "^name is .*1 to 200 characters"),
            rule(
                    "Keys and texts contain no control characters except tabs and line breaks.",
                    "{name: \"a\\u0007\"}",
                    "without control characters"),
            rule(
                    "Numbers are written in decimal digits, and whole numbers without a point or an exponent.",
                    "{name: a, training: {epochs: 40.0}}",
                    "allowed: (a|a list of) (whole )?numbers?( in decimal| without leading| that 64 bits|$)"),
            rule(
                    "Numbers that training uses fit into 32-bit floats; published values fit into 64-bit floats.",
                    "{name: a, training: {optimizer: {learningRate: 1e39}}}",
                    "32-bit float|is [0-9.]+[eE][+]?[0-9]{3,}; allowed: a finite number"),
            rule(
                    "nesterov: true requires a momentum above 0.",
                    "{name: a, training: {optimizer: {nesterov: true}}}",
                    "false, or a momentum above 0"),
            rule(
                    "A network has at most 16,000,000 weights.",
                    "{name: a, model: {hidden: [16384, 16384]}}",
                    "at most 16000000 weights"),
            rule(
                    "A validation split other than 0 holds out at least one example.",
                    "{name: a, training: {validationSplit: 0.00001}}",
                    "holds out at least one of"),
            rule("Seeds differ in their low 32 bits.", "{name: a, seeds: [1, 4294967297]}", "low 32 bits"),
            rule(
                    "An experiment has at most 20,000 trials, or as many as the server allows.",
                    "{name: a, seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}",
                    "at most [0-9]+ trials an experiment"),
            rule(
                    "Each combination of a grid is a valid trial: the settings of an optimizer that it varies are"
                            + " those of its type.",
                    "{name: a, search: {grid: {training.optimizer.beta1: [0.9]}}}",
                    "^Unknown key '[A-Za-z0-9]+' in training\\.optimizer"),
            rule(
                    "An object in a grid that also varies one of the object's keys is checked with that key replaced.",
                    "{name: a, search: {grid: {training.optimizer: [{weightDecay: -1}], training.optimizer.momentum:"
                            + " [0.5]}}}",
                    "search\\.grid(\\[[0-9]+\\])?\\.(model|training|training\\.optimizer)\\["),
            rule(
                    "A value of a grid has at most 1,000 characters.",
                    "{name: a, search: {grid: {training.optimizer: [{speed: %s}], training.optimizer.type: [adam]}}}"
                            .formatted("x".repeat(1_000)),
                    "values of at most 1000 characters"),
            rule(
                    "Anchors, aliases, merge keys, tags and duplicate keys are refused.",
                    "{name: &a a}",
                    "is not supported|are not supported|is given twice"));

    /** Whether the rule explains a violation. */
    boolean explains(Violation each) {
        return violation.matcher(each.message()).find();
    }

    private static ServerRule rule(String sentence, String document, String violation) {
        return new ServerRule(sentence, document, Pattern.compile(violation));
    }
}
