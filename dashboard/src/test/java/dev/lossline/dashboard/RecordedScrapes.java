package dev.lossline.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus would have scraped from running services, read from {@code src/test/resources/scrapes}. */
final class RecordedScrapes {
    private static final Pattern SAMPLE = Pattern.compile("^([a-z_]+)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** A metric's value, with the labels that the service and Prometheus gave it. */
    record Sample(String metric, Map<String, String> labels, double value) {}

    private RecordedScrapes() {}

    static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (Path scrape : Grafana.files(Path.of("src/test/resources/scrapes"))) {
            String service = scrape.getFileName().toString().replace(".txt", "");
            // Prometheus adds these labels; service is configured in prometheus/prometheus.yml.
            Map<String, String> target = Map.of("service", service, "instance", service + ":8080");
            samples.add(new Sample("up", target, 1));
            try {
                for (String line : Files.readAllLines(scrape)) {
                    Matcher sample = SAMPLE.matcher(line);
                    if (sample.matches()) {
                        samples.add(sample(sample, target));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return samples;
    }

    private static Sample sample(Matcher sample, Map<String, String> target) {
        Map<String, String> labels = new HashMap<>(target);
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3)));
    }
}
