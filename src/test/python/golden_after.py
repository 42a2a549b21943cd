"""Writes src/test/resources/golden/after.json: tasks one after the other according to PyTorch, in float64.

    apt-get install python3-torch
    /usr/bin/python3 src/test/python/golden_after.py > src/test/resources/golden/after.json

Heads as in golden_sharings.py, whose numbers and layers these are, behind a trunk or behind experts. What is stopped is
detached. The losses are written down as in the papers, in probabilities, for scores that these can express.
"""

import contextlib
import io
import json

import torch
from torch.nn import functional as F

with contextlib.redirect_stdout(io.StringIO()):  # it prints what it makes
    import golden_sharings as sharings
from golden_sharings import INPUTS, OUTPUTS, ROWS, TASKS, number, rounded

WAYS = {
    # of each task: (how, earlier task, whether the gradient stops)
    "passing": {1: [("passing", 0, False)], 2: [("passing", 0, False), ("passing", 1, False)]},
    "passing, stopped": {1: [("passing", 0, True)], 2: [("passing", 0, True), ("passing", 1, True)]},
    "attention": {1: [("attention", 0, False)], 2: [("attention", 1, False)]},
    "attention, stopped": {1: [("attention", 0, True)], 2: [("attention", 1, True)]},
    "together": {2: [("passing", 0, False)], 1: [("attention", 2, False), ("passing", 0, True)]},
}


def heads(net, belows, head, ways):
    scores, tops, passed = {}, {}, {}
    for t in [0, 2, 1] if 2 in ways and 1 not in [way[1] for way in ways[2]] else [0, 1, 2]:
        task = TASKS[t]
        read = lambda of, earlier, stops: of[earlier].detach() if stops else of[earlier]
        below = [belows[t]] + [read(passed, i, stops) for how, i, stops in ways.get(t, []) if how == "passing"]
        top = net.tower(f"head of {task}", torch.cat(below, 1), head)
        own = bool(head)
        for how, i, stops in ways.get(t, []):
            if how == "attention":
                top = transferred(net, task, read(tops, i, stops), top)
                own = True
        scores[t] = net.linear(f"head of {task} {len(head)}", top, OUTPUTS[t])
        tops[t], passed[t] = top, top if own else scores[t]
    return torch.cat([scores[t] for t in range(len(TASKS))], 1)


def transferred(net, task, earlier, own):
    """Equations 5 to 8 of Xi et al. 2021."""
    width = own.shape[1]
    both = [torch.relu(net.linear(f"transfer of {task} 0", earlier, width)), own]
    query, key, value = (
        torch.stack([net.linear(f"{name} of {task} 0", u, width) for u in both], 1) for name in ("query", "key", "value")
    )
    return (torch.softmax((query * key).sum(2) / width**0.5, 1).unsqueeze(2) * value).sum(1)


def network(sharing, tops, head, way):
    net = sharings.Network()
    x = torch.tensor([[number("inputs", row * INPUTS + i) for i in range(INPUTS)] for row in range(ROWS)])
    scores = heads(net, tops(net, x), head, WAYS[way])
    slopes = torch.tensor([number("slopes", i) for i in range(scores.numel())]).reshape(scores.shape)
    (slopes * scores).sum().backward()
    return {
        "sharing": sharing,
        "head": head,
        "way": way,
        "scores": rounded(scores),
        "gradients": {key: rounded(block.grad) for key, block in net.blocks.items()},
    }


def product(parts):
    """Log-odds of a product of sigmoids, and its slopes."""
    b = torch.tensor(parts).requires_grad_()
    p = torch.sigmoid(b).prod()
    odds = torch.log(p) - torch.log1p(-p)
    odds.backward()
    return {"parts": parts, "odds": float(odds), "slopes": rounded(b.grad)}


def funnel(calibrator):
    """Mean losses of three steps that are products of one another, and of a fourth one that only pays for being above."""
    b = torch.tensor([[4 * number("funnel", 4 * row + t) for t in range(4)] for row in range(ROWS)]).requires_grad_()
    p = torch.sigmoid(b)
    chances = torch.stack([p[:, 0], p[:, 0] * p[:, 1], p[:, 0] * p[:, 1] * p[:, 2], p[:, 3]], 1)
    labels = torch.tensor([[float(row % (t + 2) == 0) for t in range(4)] for row in range(ROWS)])
    loss = F.binary_cross_entropy(chances, labels, reduction="sum") / ROWS
    loss = loss + calibrator * torch.relu(chances[:, 3] - chances[:, 1]).mean()
    loss.backward()
    return {"calibrator": calibrator, "chances": rounded(chances), "slopes": rounded(b.grad)}


everything = {
    "networks": [
        network(sharing, tops, head, way)
        for sharing, tops in (("Hard", sharings.hard), ("Mmoe", sharings.mmoe))
        for head in ([3], [])
        for way in WAYS
    ],
    "products": [product(parts) for parts in ([0.5], [-2.0, 1.0], [3.0, -4.0, 0.25], [12.0, 11.0], [-9.0, -8.0, -10.0])],
    "funnels": [funnel(0.0), funnel(0.6)],
}
print(json.dumps(everything, indent=None, separators=(", ", ": ")).replace('}, {"', '},\n{"'))
