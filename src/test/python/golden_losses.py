"""Writes src/test/resources/golden/losses.json: what every loss and its slopes are according to PyTorch, in float64.

    apt-get install python3-torch
    /usr/bin/python3 src/test/python/golden_losses.py > src/test/resources/golden/losses.json

Values are PyTorch's own functions and distributions where it has them, slopes always its automatic differentiation; what
PyTorch does not have (pinball, focal) is written down as in the paper. Scores are multiples of 1/64, which a Java float
holds exactly; so are labels, or they are read as the nearest float here too.
"""

import json
import math

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
SCORES = [-20.0, -7.328125, -3.5, -1.015625, -0.25, 0.0, 0.640625, 1.984375, 4.75, 12.5]
NARROWEST = 0.05


def tensor(number):
    return torch.tensor(float(number))


def as_float(number):
    """The float of Java that is nearest to the number."""
    return torch.tensor(number, dtype=torch.float32).to(torch.float64).item()


def logistic(scores, label):
    return F.binary_cross_entropy_with_logits(scores[0], tensor(label)), [torch.sigmoid(scores[0])]


def squared(scores, label):
    return F.mse_loss(scores[0], tensor(label)) / 2, [scores[0]]


def huber(delta):
    return lambda scores, label: (F.huber_loss(scores[0], tensor(label), delta=delta), [scores[0]])


def softmax(scores, label):
    return F.cross_entropy(scores[None, :], torch.tensor([int(label)])), list(torch.softmax(scores, 0))


def hinge(scores, label):
    sign = tensor(1 if label == 1 else -1)
    return F.margin_ranking_loss(scores[0:1], torch.zeros(1), sign.reshape(1), margin=1.0), [scores[0]]


def focal(gamma):
    """Lin et al. 2017, equation 4; the probability by Charoenphakdee et al. 2021."""

    def log(score, label):
        return F.logsigmoid(score if label == 1 else -score)

    def phi(score):
        """(1 - q)^gamma - gamma (1 - q)^(gamma - 1) q log q of q = sigmoid(score)."""
        q, other = torch.sigmoid(score), torch.sigmoid(-score)
        return other**gamma - gamma * other ** (gamma - 1) * q * F.logsigmoid(score)

    def loss(scores, label):
        score = scores[0]
        value = -torch.exp(gamma * log(score, 1 - label)) * log(score, label)
        one, zero = torch.sigmoid(score) / phi(score), torch.sigmoid(-score) / phi(-score)
        return value, [one / (one + zero)]

    return loss


def poisson(scores, label):
    """Half the deviance: PyTorch leaves out what depends on the label alone."""
    least = label - label * math.log(label) if label > 0 else 0
    return F.poisson_nll_loss(scores[0], tensor(label), log_input=True, full=False) - least, [torch.exp(scores[0])]


def quantile(share):
    """Koenker and Bassett 1978."""

    def loss(scores, label):
        above = tensor(label) - scores[0]
        return torch.maximum(share * above, (share - 1) * above), [scores[0]]

    return loss


def zero_inflated_log_normal(scores, label):
    """Wang, Liu and Miao 2019."""
    distribution = torch.distributions.LogNormal(scores[1], NARROWEST + F.softplus(scores[2], threshold=100))
    value = F.binary_cross_entropy_with_logits(scores[0], tensor(1 if label > 0 else 0))
    if label > 0:
        value = value - distribution.log_prob(tensor(label))
    return value, [torch.sigmoid(scores[0]) * distribution.mean]


def case(loss, scores, label):
    scores = torch.tensor(scores, requires_grad=True)
    value, prediction = loss(scores, label)
    value.backward()
    return {
        "scores": scores.tolist(),
        "label": label,
        "value": value.item(),
        "slopes": scores.grad.tolist(),
        "prediction": [part.item() for part in prediction],
    }


def several(count):
    """Rows of so many scores, each going through the list at another pace."""
    return [[SCORES[(i * (k + 1) + 3 * k) % len(SCORES)] / 2**k for k in range(count)] for i in range(len(SCORES))]


def group(name, settings, loss, rows, labels):
    cases = [case(loss, row, as_float(label)) for row in rows for label in labels]
    return {"loss": name, "settings": settings, "cases": cases}


one = [[score] for score in SCORES]
amounts = [0.0, 0.015625, 1.0, 7.0, 129.95, 5400.0]
golden = [
    group("Logistic", [], logistic, one, [0, 1]),
    group("Squared", [], squared, one, [-3.25, 0, 2.5]),
    group("Huber", [1.0], huber(1.0), one, [-3.25, 0, 2.5]),
    group("Huber", [0.1], huber(0.1), one, [-3.25, 2.5]),
    group("Softmax", [2], softmax, several(2), [0, 1]),
    group("Softmax", [5], softmax, several(5), [0, 1, 4]),
    group("Hinge", [], hinge, one, [0, 1]),
    group("Focal", [0.0], focal(0.0), one, [0, 1]),
    group("Focal", [0.5], focal(0.5), one, [0, 1]),
    group("Focal", [2.0], focal(2.0), one, [0, 1]),
    group("Focal", [5.0], focal(5.0), one, [0, 1]),
    group("Poisson", [], poisson, one, amounts),
    group("Quantile", [0.5], quantile(0.5), one, [-3.125, 0.125, 2.5]),
    group("Quantile", [0.9], quantile(0.9), one, [-3.125, 0.125, 2.5]),
    group("ZeroInflatedLogNormal", [], zero_inflated_log_normal, several(3), amounts),
]
print("[\n" + ",\n".join(json.dumps(entry) for entry in golden) + "\n]")
