package io.thalweg.onnx;

import java.util.List;

/** Curves of scores in double precision, {@code [batch, 1]} each, without overflow. */
final class Curves {
    private static final double LARGEST = 15; // of an exponent, as the losses have it
    private static final double LEAST_SURPRISE = 1e-15; // its exponential is told from 1
    private static final double FAR = 15; // from where on the first terms of a series are exact

    private final GraphWriter graph;

    Curves(GraphWriter graph) {
        this.graph = graph;
    }

    /** log(1 + e^z). */
    String softplus(String z) {
        String tail = graph.node("Exp", graph.node("Neg", graph.node("Abs", z)));
        return graph.node("Add", graph.node("Max", z, graph.number(0)), log1p(tail));
    }

    private String log1p(String x) {
        return graph.node("Log", graph.node("Add", x, graph.number(1)));
    }

    /** The z whose softplus is y. */
    String inverseSoftplus(String y) {
        String tail = graph.node("Exp", graph.node("Neg", y));
        return graph.node("Add", y, graph.node("Log", graph.node("Sub", graph.number(1), tail)));
    }

    String cappedExp(String z) {
        return graph.node("Exp", graph.node("Min", z, graph.number(LARGEST)));
    }

    /** Log-odds of several things of these log-odds happening together. */
    String conjunction(List<String> parts) {
        String surprise = "";
        for (String part : parts) {
            String one = softplus(graph.node("Neg", part));
            surprise = surprise.isEmpty() ? one : graph.node("Add", surprise, one);
        }
        String bounded = graph.node("Max", surprise, graph.number(LEAST_SURPRISE));
        return graph.node("Neg", inverseSoftplus(bounded)); // log(e^s - 1) = s + log(1 - e^-s)
    }

    /** See {@link io.thalweg.loss.Focal}. */
    String focalLogit(double gamma, String z) {
        String straight = graph.node("Mul", z, graph.number(1 + gamma));
        String bentBelow = log1p(graph.node("Mul", bend(graph.node("Neg", z)), graph.number(gamma)));
        String bentAbove = log1p(graph.node("Mul", bend(z), graph.number(gamma)));
        return graph.node("Sub", graph.node("Add", straight, bentBelow), bentAbove);
    }

    /** e^z log(1 + e^-z), far out by the first terms of its series in e^-z. */
    private String bend(String z) {
        String near = graph.node("Min", z, graph.number(FAR));
        String product = graph.node("Mul", graph.node("Exp", near), softplus(graph.node("Neg", near)));
        String tail = graph.node("Exp", graph.node("Neg", graph.node("Max", z, graph.number(0))));
        String series = graph.node("Sub", graph.number(1), graph.node("Mul", tail, graph.number(0.5)));
        return graph.node("Where", graph.node("Greater", z, graph.number(FAR)), series, product);
    }
}
