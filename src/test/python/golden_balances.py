"""Writes src/test/resources/golden/balances.json: what gradient balancers make of random gradients, in float64.

    apt-get install python3-scipy
    python3 src/test/python/golden_balances.py > src/test/resources/golden/balances.json

Everything is done on the gradients themselves, as in the papers, and by a general solver where there is no closed form;
Thalweg sees the Gram matrix only, and has solvers of its own. "weights" are what each gradient is multiplied by, in the
papers' own scale; pcgrad has those of every order in which a task can go through the others.
"""

import itertools
import json

import numpy as np
from scipy.optimize import minimize, root

DIMENSION = 7


def on_simplex(value, tasks):
    best = None
    for seed in range(5):
        start = np.random.default_rng(seed).dirichlet(np.ones(tasks))
        found = minimize(
            value,
            start,
            bounds=[(0, 1)] * tasks,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
            options={"ftol": 1e-15, "maxiter": 2000},
        )
        if best is None or found.fun < best.fun:
            best = found
    return best.x


def pcgrad(g):
    """Algorithm 1 of Yu et al. 2020, with each projection written down in terms of the gradients."""
    tasks = len(g)
    each = []
    for i in range(tasks):
        ways = []
        for order in itertools.permutations([j for j in range(tasks) if j != i]):
            weights = np.eye(tasks)[i]
            for j in order:
                product = (weights @ g) @ g[j]
                if product < 0:
                    weights[j] -= product / (g[j] @ g[j])
            ways.append(weights)
        each.append(ways)
    return [sum(ways).tolist() for ways in itertools.product(*each)]


def cagrad(g, c):
    """The dual of Liu et al. 2021, as in their code; divided by 1 + c^2."""
    mean = g.mean(0)
    radius = c * np.linalg.norm(mean)
    w = on_simplex(lambda x: (x @ g) @ mean + radius * np.linalg.norm(x @ g), len(g))
    return (np.ones(len(g)) / len(g) + radius / np.linalg.norm(w @ g) * w) / (1 + c * c)


def mgda(g):
    """Sener and Koltun 2018, gradients at length 1."""
    unit = g / np.linalg.norm(g, axis=1)[:, None]
    return on_simplex(lambda x: 100 * (x @ unit) @ (x @ unit), len(g)) / np.linalg.norm(g, axis=1)


def imtl(g):
    """The closed form of Liu et al. 2021, equation 5."""
    unit = g / np.linalg.norm(g, axis=1)[:, None]
    d = g[0] - g[1:]
    u = unit[0] - unit[1:]
    rest = g[0] @ u.T @ np.linalg.inv(d @ u.T)
    return np.concatenate([[1 - rest.sum()], rest])


def nash(g):
    """G G' a = 1 / a of Navon et al. 2022, a > 0, by a root finder in the logarithm of a, begun where BFGS ends."""
    gram = g @ g.T
    near = minimize(lambda x: np.exp(x) @ gram @ np.exp(x) / 2 - x.sum(), np.zeros(len(g))).x
    x = root(lambda x: gram @ np.exp(x) * np.exp(x) - 1, near, tol=1e-14).x
    assert np.abs(gram @ np.exp(x) * np.exp(x) - 1).max() < 1e-9
    return np.exp(x)


def main():
    cases = []
    for seed, tasks in enumerate([2, 2, 2, 3, 3, 3, 3, 4, 5, 5]):
        random = np.random.default_rng(seed)
        g = random.normal(size=(tasks, DIMENSION)) * np.exp(random.normal(size=(tasks, 1)) / 2)
        g += 0.7 * random.normal(size=DIMENSION) * random.choice([-1, 1], size=(tasks, 1))
        cases.append(
            {
                "gram": (g @ g.T).tolist(),
                "pcgrad": pcgrad(g) if tasks < 4 else [],
                "cagrad 0.4": cagrad(g, 0.4).tolist(),
                "cagrad 0.8": cagrad(g, 0.8).tolist(),
                "mgda": mgda(g).tolist(),
                "imtl": imtl(g).tolist(),
                "nash": nash(g).tolist(),
            }
        )
    print("[")
    print(",\n".join(json.dumps(case) for case in cases))
    print("]")


main()
