package dev.lossline.drill.faults;

import dev.lossline.contract.api.Problem;
import dev.lossline.drill.harness.Api;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Measurement;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Kills PostgreSQL during training and restarts it later. */
final class PostgresGone implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final int UNAVAILABLE = 503;
    private static final int ACCEPTED_STATUS = 202;

    @Override
    public String name() {
        return "postgres-gone";
    }

    @Override
    public String sentence() {
        return "PostgreSQL is down for two minutes: the API returns 503, the recorder catches up, nothing is lost";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        try (DrillStack stack = context.start(StackPlan.withTrainers(2))) {
            SubmittedExperiment before =
                    SubmittedExperiment.submit(context, stack, yaml("before", context.choose(400, 80)));
            before.awaitEpochs(10, DEADLINE);
            context.step("PostgreSQL is down");
            Instant killed = stack.postgres().kill();
            Api.Answer submission = stack.api()
                    .submit(yaml("during-outage", 5), "during-outage")
                    .join();
            List<Api.Answer> answers = new ArrayList<>();
            context.outage(
                    context.choose(Duration.ofMinutes(2), Duration.ofSeconds(20)), () -> answers.add(ask(stack)));
            context.step("restarting PostgreSQL");
            stack.postgres().start();
            Instant back = Instant.now();
            long published = distinctEpochs(before);
            Await.until("the recorder catches up", DEADLINE, () -> before.epochs() >= published);
            Duration caughtUp = Duration.between(back, Instant.now());
            SubmittedExperiment duringOutage = awaitAccepted(context, stack, submission);
            before.awaitFinished(DEADLINE);
            return outcome(answers, submission, List.of(before, duringOutage))
                    .measured("down for", Measurement.seconds(Duration.between(killed, back)))
                    .measured("epochs in the log at the restart", Long.toString(published))
                    .measured("caught up after", Measurement.seconds(caughtUp));
        }
    }

    private static String yaml(String name, int epochs) {
        return """
                name: %s
                model: { hidden: [] }
                training: { epochs: %d }
                search: { grid: { training.optimizer.learningRate: [0.1, 0.01] } }
                """.formatted(name, epochs);
    }

    private static Api.Answer ask(DrillStack stack) throws InterruptedException {
        try {
            return stack.api().get("/api/experiments");
        } catch (IOException e) {
            return new Api.Answer(0, "", e.toString());
        }
    }

    private static SubmittedExperiment awaitAccepted(DrillContext context, DrillStack stack, Api.Answer submission)
            throws InterruptedException {
        if (!submission.isAccepted()) {
            throw new IllegalStateException("the submission during the outage returned " + submission);
        }
        SubmittedExperiment experiment = SubmittedExperiment.of(context, stack, submission.id());
        Await.until("the submission made during the outage is recorded", DEADLINE, () -> experiment.trials() > 0);
        experiment.awaitFinished(DEADLINE);
        return experiment;
    }

    private static Outcome outcome(
            List<Api.Answer> answers, Api.Answer submission, List<SubmittedExperiment> experiments) {
        Outcome outcome = Outcome.after("kill -9 of PostgreSQL during 2 trials, and a submission during the outage");
        outcome.checkAll(
                "reads return 503 with a problem document and a reason",
                answers.stream().filter(PostgresGone::isProblemWithReason).count(),
                answers.size());
        outcome.check(
                "a submission is accepted before it is recorded",
                submission.status() == ACCEPTED_STATUS,
                "status " + submission.status());
        outcome.checkAll(
                "both experiments are trained, evaluated and recorded",
                experiments.stream().filter(e -> e.finished() == e.trials()).count(),
                experiments.size());
        outcome.checkAll(
                "every epoch in the log has exactly one row",
                experiments.stream().mapToLong(SubmittedExperiment::epochs).sum(),
                experiments.stream().mapToLong(PostgresGone::distinctEpochs).sum());
        Equality.checkWhole(outcome, experiments.getFirst());
        return outcome;
    }

    private static boolean isProblemWithReason(Api.Answer answer) {
        return answer.status() == UNAVAILABLE
                && answer.mediaType().startsWith(Problem.MEDIA_TYPE)
                && !answer.json().path("detail").asText().isBlank();
    }

    private static long distinctEpochs(SubmittedExperiment experiment) {
        return experiment.traces().stream()
                .mapToLong(trace ->
                        trace.epochs().stream().map(e -> e.epoch()).distinct().count())
                .sum();
    }
}
