"""Writes src/test/resources/golden/sharings.json: scores and gradients of every sharing according to PyTorch, in float64.

    apt-get install python3-torch
    /usr/bin/python3 src/test/python/golden_sharings.py > src/test/resources/golden/sharings.json

The networks are written down as in the papers, one function each; gradients are PyTorch's automatic differentiation of
the sum of slopes times scores, plus what the sharing lets its parameters pay. Weights, inputs and slopes are numbers
made from their name and position, multiples of 1/64 which a Java float holds exactly.
"""

import json
import math

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
TASKS = ["click", "dwell", "stars"]
OUTPUTS = [1, 2, 1]
INPUTS, SHARED, HEAD, ROWS, SEED = 3, [4, 4], 3, 5, 7


def number(name, i):
    key = sum((place + 1) * ord(letter) for place, letter in enumerate(name)) % 97
    return ((37 * i + 11 * key + 5 * i * i) % 61 - 30) / 64


class Network:
    """Blocks by name, made when they are first asked for, and what they have to pay."""

    def __init__(self):
        self.blocks = {}
        self.price = torch.zeros(())
        self.moves = {}  # by whose gradient a block moves that does not move by its own

    def block(self, name, rows, columns):
        if name not in self.blocks:
            flat = [number(name, i) for i in range(rows * columns)]
            self.blocks[name] = torch.tensor(flat).reshape(rows, columns).requires_grad_()
        return self.blocks[name]

    def weights(self, name, x, width):
        return self.block(name, x.shape[1] + 1, width)

    def linear(self, name, x, width):
        return affine(x, self.weights(name, x, width))

    def tower(self, role, x, widths):
        for depth, width in enumerate(widths):
            x = torch.relu(self.linear(f"{role} {depth}", x, width))
        return x

    def mixture(self, name, x, experts):
        gate = F.softmax(self.linear(name, x, len(experts)), 1)
        return sum(gate[:, e : e + 1] * expert for e, expert in enumerate(experts))

    def stitch(self, name, signals):
        """Weights of which the excess over 1 is taken off evenly."""
        shares = self.block(name, 1, len(signals))[0]
        shares = shares + (1 - shares.sum()) / len(signals)
        return sum(share * signal for share, signal in zip(shares, signals))


def affine(x, weights):
    return torch.cat([x, torch.ones(len(x), 1)], 1) @ weights


def independent(net, x):
    return [net.tower(f"trunk of {task}", x, SHARED) for task in TASKS]


def hard(net, x):
    return [net.tower("trunk", x, SHARED)] * len(TASKS)


def mmoe(net, x):
    experts = [net.tower(f"expert {e}", x, SHARED) for e in range(2)]
    return [net.mixture(f"gate of {task} 0", x, experts) for task in TASKS]


def ple(levels, own, shared):
    def tops(net, x):
        below, common = [x] * len(TASKS), x
        for level in range(levels):
            role = f"level {level} expert"
            ofs = [
                [net.tower(f"{role} {e} of {task}", below[t], SHARED) for e in range(own)]
                for t, task in enumerate(TASKS)
            ]
            both = [net.tower(f"{role} {e}", common, SHARED) for e in range(shared)]
            below = [net.mixture(f"gate of {task} {level}", below[t], ofs[t] + both) for t, task in enumerate(TASKS)]
            if level < levels - 1:
                common = net.mixture(f"gate {level}", common, sum(ofs, []) + both)
        return below

    return tops


def hierarchical(net, x):
    root = net.tower("root", x, SHARED[:-1])
    groups = {"a": net.tower("trunk of group a", root, SHARED[-1:]), "b": net.tower("trunk of group b", root, SHARED[-1:])}
    return [groups["a"], groups["b"], groups["a"]]


def cross_stitch(net, x):
    below = [x] * len(TASKS)
    for depth, width in enumerate(SHARED):
        made = [torch.relu(net.linear(f"tower of {task} {depth}", below[t], width)) for t, task in enumerate(TASKS)]
        below = [net.stitch(f"stitch of {task} {depth}", made) for task in TASKS]
    return below


def attention(penalty):
    def tops(net, x):
        made = []
        for task in TASKS:
            top = x
            for depth, width in enumerate(SHARED):
                a = torch.sigmoid(net.block(f"attention of {task} {depth}", 1, 1)[0, 0])
                shared = net.weights(f"trunk {depth}", top, width)
                own = net.weights(f"trunk of {task} {depth}", top, width)
                top = torch.relu(affine(top, a * shared + (1 - a) * own))
                net.price = net.price + penalty * a * (1 - a)
            made.append(top)
        return made

    return tops


def sluice(penalty):
    def tops(net, x):
        below, layers = [x] * len(TASKS), [[] for _ in TASKS]
        for depth, width in enumerate(SHARED):
            halves = []
            for t, task in enumerate(TASKS):
                names = [f"half {half} of {task} {depth}" for half in range(2)]
                halves += [torch.relu(net.linear(name, below[t], width // 2)) for name in names]
                one, other = (net.blocks[name][:-1] for name in names)
                net.price = net.price + penalty * (one.T @ other).square().sum()
            below = [
                torch.cat([net.stitch(f"stitch of half {half} of {task} {depth}", halves) for half in range(2)], 1)
                for task in TASKS
            ]
            for t, top in enumerate(below):
                layers[t].append(top)
        return [net.stitch(f"layers of {task} 0", layers[t]) for t, task in enumerate(TASKS)]

    return tops


def soft(coupling):
    """Towers of which those of one depth are coupled; the price does not move what no gradient moves."""

    def tops(net, x):
        made = [x] * len(TASKS)
        for depth, width in enumerate(SHARED):
            own = []
            for t, task in enumerate(TASKS):
                own.append(net.weights(f"tower of {task} {depth}", made[t], width))
                made[t] = torch.relu(affine(made[t], own[t]))
            net.price = net.price + coupling(net, depth, own)
        return made

    return tops


def pairwise(strength):
    def price(net, depth, own):
        return strength * sum((a - b).square().sum() for i, a in enumerate(own) for b in own[:i])

    return price


def mean(strength):
    def price(net, depth, own):
        middle = net.block(f"tower {depth}", *own[0].shape)
        return strength * sum((theta - middle).square().sum() for theta in own)

    return price


def admm(strength, rho):
    """The augmented Lagrangian of a step, with z where the last round has left it."""

    def price(net, depth, own):
        middle = net.block(f"tower {depth}", *own[0].shape).detach()
        sum = 0
        for task, theta in zip(TASKS, own):
            u = net.block(f"dual of {task} {depth}", *theta.shape).detach()
            net.block(f"steps of {task} {depth}", 1, 1)
            z = middle + rho / (2 * strength) * u
            sum = sum + rho / 2 * (theta - z + u).square().sum()
        return sum

    return price


SINGLE = [t for t, count in enumerate(OUTPUTS) if count == 1]


def related(heads):
    """Heads of one score on a common trunk; what they come from is made of blocks of zeros and of each other."""

    def scores(net, x):
        trunk = net.tower("trunk", x, SHARED)
        own = [net.weights(f"head of {TASKS[t]} 0", trunk, OUTPUTS[t]) for t in SINGLE]
        made = dict(zip(SINGLE, heads(net, own)))
        return [
            affine(trunk, made[t]) if t in made else net.linear(f"head of {task} 0", trunk, OUTPUTS[t])
            for t, task in enumerate(TASKS)
        ]

    return scores


def covariance(strength):
    """tr(W Omega^-1 W') with Omega from the lower half of M, whose eigenvalues are not let below 1e-6 of the largest."""

    def heads(net, own):
        rows = [net.block(f"covariance of {TASKS[t]} 0", 1, len(SINGLE)) for t in SINGLE]
        for t in SINGLE:
            net.block(f"steps of {TASKS[t]} 0", 1, 1)
        net.block("clock 0", 1, 1)
        lower = torch.cat(rows).detach().tril()
        values, vectors = torch.linalg.eigh(lower + lower.T - lower.diag().diag())
        roots = values.clamp(min=1e-6 * values.max()).sqrt()
        inverse = vectors @ (roots.sum() / roots).diag() @ vectors.T
        weights = torch.cat([head[:-1] for head in own], 1)
        net.price = net.price + strength / 2 * (weights @ inverse @ weights.T).trace()
        return own

    return heads


def perceptron(b):
    """Phi moves by the gradient of W = Phi A^-1."""

    def heads(net, phi):
        size = len(phi)
        a = (1 + b) * torch.eye(size) - b / size * torch.ones(size, size)
        made = (torch.cat(phi, 1) @ a.inverse()).detach().split(1, 1)
        for t, w in zip(SINGLE, made):
            net.moves[f"head of {TASKS[t]} 0"] = w.requires_grad_()
        return made

    return heads


class Draws:
    """As io.thalweg.tensor.Draws has them."""

    MASK = 2**64 - 1

    def __init__(self, seed, purpose):
        self.stream = self.mix(seed + 0x9E3779B97F4A7C15)
        for letter in purpose:
            self.stream = self.mix(self.stream ^ ord(letter))

    def mix(self, z):
        z &= self.MASK
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & self.MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & self.MASK
        return z ^ z >> 31

    def symmetric(self, counter):
        return (self.mix(self.stream + counter * 0x9E3779B97F4A7C15) >> 40) / 2**23 - 1

    def normal(self, counter):
        uniform = 1 - (self.symmetric(2 * counter) + 1) / 2
        return math.sqrt(-2 * math.log(uniform)) * math.cos(math.pi * self.symmetric(2 * counter + 1))


def kernel(bandwidth, mu):
    def scores(net, x):
        below, width = net.tower("trunk", x, SHARED[:-1]), SHARED[-1]
        draws = [Draws(SEED, f"frequencies of unit {i}") for i in range(below.shape[1])]
        omega = torch.tensor([[draw.normal(i) / bandwidth for i in range(width)] for draw in draws])
        phases = Draws(SEED, "phases")
        b = torch.tensor([math.pi * phases.symmetric(i) for i in range(width)])
        phi = math.sqrt(2 / width) * torch.cos(below @ omega + b)
        common = net.weights("kernel 0", phi, 1)
        own = [net.linear(f"head of {task} 0", phi, OUTPUTS[t]) for t, task in enumerate(TASKS)]
        return [score + affine(phi, common) / math.sqrt(mu) if t in SINGLE else score for t, score in enumerate(own)]

    return scores


def heads_of(tops):
    def scores(net, x):
        made = []
        for t, top in enumerate(tops(net, x)):
            hidden = net.tower(f"head of {TASKS[t]}", top, [HEAD])
            made.append(net.linear(f"head of {TASKS[t]} 1", hidden, OUTPUTS[t]))
        return made

    return scores


def golden(name, settings, tops):
    return golden_scores(name, settings, heads_of(tops))


def golden_scores(name, settings, scores_of):
    net = Network()
    x = torch.tensor([[number("inputs", row * INPUTS + i) for i in range(INPUTS)] for row in range(ROWS)])
    scores = torch.cat(scores_of(net, x), 1)
    slopes = torch.tensor([number("slopes", i) for i in range(scores.numel())]).reshape(scores.shape)
    ((slopes * scores).sum() + net.price).backward()
    return {
        "sharing": name,
        "settings": settings,
        "scores": rounded(scores),
        "gradients": {key: rounded(gradient(net.moves.get(key, block))) for key, block in net.blocks.items()},
    }


def gradient(block):
    return torch.zeros_like(block) if block.grad is None else block.grad


def rounded(tensor):
    return [float("%.9g" % value) for value in tensor.detach().flatten().tolist()]


everything = [
    golden("Independent", [], independent),
    golden("Hard", [], hard),
    golden("Mmoe", [2], mmoe),
    golden("Ple", [1, 1, 2], ple(1, 1, 2)),
    golden("Ple", [2, 2, 1], ple(2, 2, 1)),
    golden("Hierarchical", [], hierarchical),
    golden("CrossStitch", [10], cross_stitch),
    golden("Attention", [0.25], attention(0.25)),
    golden("Sluice", [10, 0.25], sluice(0.25)),
    golden("Soft.Pairwise", [0.25], soft(pairwise(0.25))),
    golden("Soft.Mean", [0.25], soft(mean(0.25))),
    golden("Soft.Admm", [0.25, 0.75], soft(admm(0.25, 0.75))),
    golden_scores("Relation.Covariance", [0.25], related(covariance(0.25))),
    golden_scores("Relation.Perceptron", [2], related(perceptron(2))),
    golden_scores("Kernel", [2, 0.5], kernel(2, 0.5)),
]
print("[\n" + ",\n".join(json.dumps(entry) for entry in everything) + "\n]")
