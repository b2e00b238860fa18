package dev.lossline.orchestrator.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.api.ExperimentRepresentation.TrialCounts;
import dev.lossline.contract.api.ExperimentSummaryRepresentation;
import dev.lossline.contract.event.State;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListedExperimentsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final UUID FIRST_ID = new UUID(0, 1);
    private static final UUID SECOND_ID = new UUID(0, 2);

    private final ListedExperiments known = ListedExperiments.of(List.of(running(FIRST_ID, 0.25, 60)));

    @Test
    void aChangedEstimateAloneIsNotAChange() {
        assertThat(known.then(List.of(running(FIRST_ID, 0.25, 61)))).isSameAs(known);
    }

    @Test
    void sendsOnlyNewAndChangedExperiments() {
        ListedExperiments grown = known.then(List.of(running(SECOND_ID, 0, 90), running(FIRST_ID, 0.25, 60)));
        assertThat(grown.since(known).experiments())
                .extracting(ExperimentSummaryRepresentation::id)
                .containsExactly(SECOND_ID);

        ListedExperiments further = grown.then(List.of(running(SECOND_ID, 0, 90), running(FIRST_ID, 0.5, 40)));
        assertThat(further.since(grown).all()).isFalse();
        assertThat(further.since(grown).experiments()).containsExactly(running(FIRST_ID, 0.5, 40));
    }

    @Test
    void doesNotReportAnExperimentPushedOffTheEnd() {
        ListedExperiments other = known.then(List.of(running(SECOND_ID, 0, 90)));
        assertThat(other.since(known).all()).isFalse();
        assertThat(other.since(known).experiments()).containsExactly(running(SECOND_ID, 0, 90));
    }

    @Test
    void sendsTheWholeListAfterARebuild() {
        ListedExperiments empty = ListedExperiments.of(List.of());
        assertThat(empty.since(known)).isEqualTo(empty.all());
        assertThat(empty.all().all()).isTrue();
    }

    @Test
    void equalListsHaveEqualIds() {
        ListedExperiments elsewhere = ListedExperiments.of(List.of(running(FIRST_ID, 0.25, 99)));
        assertThat(elsewhere.id()).isEqualTo(known.id()).matches(ListedExperiments::isId);
        assertThat(known.then(List.of(running(FIRST_ID, 0.26, 60))).id()).isNotEqualTo(known.id());
    }

    private static ExperimentSummaryRepresentation running(UUID id, double progress, int secondsLeft) {
        return new ExperimentSummaryRepresentation(
                id,
                "one",
                State.RUNNING,
                START,
                START,
                null,
                new TrialCounts(1, 0, 1, 0, 0, 0, 0, 0),
                progress,
                START.plusSeconds(secondsLeft),
                null,
                null,
                null,
                List.of(),
                DatasetName.MNIST,
                List.of(Device.CPU));
    }
}
