package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.thalweg.config.ServeSettings.Limits;
import io.thalweg.score.Explanation;
import io.thalweg.serve.Problem.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * {@code POST /v1/score}: what the model says of examples that nobody will learn from; {@code /v1/explain}: what each
 * field of one has to do with it.
 */
public final class ScoreRoutes implements Routes {
    private final Models models;
    private final Limits limits;
    private final Bodies bodies;
    private final Semaphore places;
    private final Semaphore refusals = new Semaphore(Listener.THREADS_BESIDE / 2);

    public ScoreRoutes(Models models, Limits limits) {
        this.models = models;
        this.limits = limits;
        bodies = new Bodies(limits.body());
        places = new Semaphore(limits.concurrent());
    }

    @Override
    public void addTo(JavalinConfig server) {
        server.routes.post("/v1/score", context -> work(context, bodies::json, this::score));
        server.routes.post("/v1/explain", context -> work(context, bodies::json, this::explain));
        server.routes.get("/v1/explain", context -> work(context, AskedByQuery::body, this::explain));
    }

    /** What a session can be asked for, once it has read a request. */
    private interface Answer {
        byte[] of(ScoreSession session, int[] tasks);
    }

    /**
     * A place is taken before the body is read: who sends slowly holds a place, and no more threads than there are
     * places.
     */
    private void work(Context context, Function<Context, Bodies.Body> reader, Answer answer) {
        if (!places.tryAcquire()) {
            letGo(context);
            throw ProblemException.passing(
                    Kind.BUSY,
                    "%d requests are being worked on, and more are not at the same time (serve.limits.concurrent)"
                            .formatted(limits.concurrent()),
                    1);
        }
        try {
            Bodies.Body body = reader.apply(context);
            ServedModel model = models.require();
            ScoreSession session = model.session();
            answer(context, body, session, answer);
            model.giveBack(session); // not one that has met a defect
        } finally {
            places.release();
        }
    }

    /** Of one that is refused, as far as there is somebody to see to it. */
    private void letGo(Context context) {
        if (refusals.tryAcquire()) {
            try {
                bodies.letGo(context);
            } finally {
                refusals.release();
            }
        }
    }

    private void answer(Context context, Bodies.Body body, ScoreSession session, Answer answer) {
        ServedModel model = session.model();
        try {
            ScoreRequest request = ScoreRequest.read(
                    body.bytes(), body.length(), session, models.now().toEpochMilli());
            models.requireFresh(model, request);
            int[] tasks = model.positions(request.tasks());
            Refusal only = session.count() == 1 ? session.refusal(0) : null;
            if (only != null) {
                throw new ProblemException(
                        new Problem(Kind.CANNOT_BE_SCORED, only.detail(), Map.of("reason", only.reason())));
            }
            context.contentType("application/json").result(answer.of(session, tasks));
        } catch (ProblemException e) {
            e.problem().answer(context);
        }
    }

    private byte[] score(ScoreSession session, int[] tasks) {
        return ScoreAnswer.of(session, tasks, models.age(session.model()));
    }

    private byte[] explain(ScoreSession session, int[] tasks) {
        if (session.count() != 1) {
            throw new ProblemException(Kind.MALFORMED, "one example is explained at a time; give it in 'features'");
        }
        List<Explanation> all = session.explain();
        List<Object> wanted = new ArrayList<>();
        for (int task : tasks) {
            wanted.add(json(all.get(task)));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model", Json.model(session.model(), models.age(session.model())));
        answer.put("explanations", wanted);
        return Json.bytes(answer);
    }

    private static Map<String, Object> json(Explanation one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("task", one.task());
        json.put("unit", one.unit().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("base", one.base());
        json.put("score", one.score());
        json.put("parts", one.parts());
        return json;
    }
}
