package dev.lossline.drill.faults;

import dev.lossline.contract.api.Problem;
import dev.lossline.drill.harness.Api;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Figure;
import dev.lossline.drill.harness.Findings;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL is killed during training and comes back after a while. */
final class PostgresGone implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final int UNAVAILABLE = 503;
    private static final int SUBMITTED_NOT_RECORDED = 202;

    @Override
    public String name() {
        return "postgres-gone";
    }

    @Override
    public String sentence() {
        return "PostgreSQL is away for two minutes: the recorder catches up, the API says so meanwhile, nothing is lost";
    }

    @Override
    public Findings run(DrillContext context) throws InterruptedException {
        try (DrillStack stack = context.start(StackPlan.withTrainers(2))) {
            SubmittedExperiment before =
                    SubmittedExperiment.submit(context, stack, yaml("before", context.choose(400, 80)));
            before.awaitEpochs(10, DEADLINE);
            context.step("PostgreSQL is away");
            Instant killed = stack.postgres().kill();
            Api.Answer submission =
                    stack.api().submit(yaml("meanwhile", 5), "meanwhile").join();
            List<Api.Answer> answers = new ArrayList<>();
            context.outage(
                    context.choose(Duration.ofMinutes(2), Duration.ofSeconds(20)), () -> answers.add(ask(stack)));
            context.step("PostgreSQL comes back");
            stack.postgres().start();
            Instant back = Instant.now();
            long published = distinctEpochs(before);
            Await.until("the recorder catches up", DEADLINE, () -> before.epochs() >= published);
            Duration caughtUp = Duration.between(back, Instant.now());
            SubmittedExperiment meanwhile = awaitAccepted(context, stack, submission);
            before.awaitFinished(DEADLINE);
            return findings(answers, submission, List.of(before, meanwhile))
                    .figure("away for", Figure.seconds(Duration.between(killed, back)))
                    .figure("epochs on the log when it came back", Long.toString(published))
                    .figure("recorded after", Figure.seconds(caughtUp));
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
            throw new IllegalStateException("the submission meanwhile was answered with " + submission);
        }
        SubmittedExperiment meanwhile = SubmittedExperiment.of(context, stack, submission.id());
        Await.until("what was submitted meanwhile is recorded", DEADLINE, () -> meanwhile.trials() > 0);
        meanwhile.awaitFinished(DEADLINE);
        return meanwhile;
    }

    private static Findings findings(
            List<Api.Answer> answers, Api.Answer submission, List<SubmittedExperiment> experiments) {
        Findings findings = Findings.after("kill -9 of PostgreSQL during 2 trials, and a submission meanwhile");
        findings.checkAll(
                "the API answers reads with a problem, 503, and its reason",
                answers.stream().filter(PostgresGone::isProblemWithReason).count(),
                answers.size());
        findings.check(
                "a submission is taken and not yet recorded",
                submission.status() == SUBMITTED_NOT_RECORDED,
                "status " + submission.status());
        findings.checkAll(
                "both experiments are trained, evaluated and recorded",
                experiments.stream().filter(e -> e.finished() == e.trials()).count(),
                experiments.size());
        findings.checkAll(
                "every epoch of the log has its one row",
                experiments.stream().mapToLong(SubmittedExperiment::epochs).sum(),
                experiments.stream().mapToLong(PostgresGone::distinctEpochs).sum());
        Equality.checkWhole(findings, experiments.getFirst());
        return findings;
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
