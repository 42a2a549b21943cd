"""Writes src/test/resources/golden/encoders.json: scores and gradients of every encoder according to PyTorch, in float64.

    apt-get install python3-torch
    /usr/bin/python3 src/test/python/golden_encoders.py > src/test/resources/golden/encoders.json

The encoders are written down as in the papers, for one sequence at a time without any padding; gradients are PyTorch's
automatic differentiation of the sum of slopes times scores. Behind an encoder stands one layer of scores that reads the
candidate and what the encoder has made. Weights, inputs and slopes are numbers made from their name and position,
multiples of 1/64 which a Java float holds exactly.
"""

import json

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
DIMENSION, LENGTH, SCORES = 3, 5, 2
COUNTS = [0, 1, 2, 3, 5]


def number(name, i):
    key = sum((place + 1) * ord(letter) for place, letter in enumerate(name)) % 97
    return ((37 * i + 11 * key + 5 * i * i) % 61 - 30) / 64


def numbers(name, *shape):
    flat = torch.tensor([number(name, i) for i in range(torch.Size(shape).numel())])
    return flat.reshape(shape).requires_grad_()


class Network:
    def __init__(self):
        self.blocks = {}

    def weights(self, name, rows, columns):
        if name not in self.blocks:
            self.blocks[name] = numbers(name, rows, columns)
        return self.blocks[name]


def affine(x, weights):
    return torch.cat([x, torch.ones(1)]) @ weights


def conv(filters, width):
    def encode(net, items, candidate):
        weights = net.weights("encoder history 0", width * DIMENSION + 1, filters)
        before = [torch.zeros(DIMENSION)] * (width - 1) + list(items)
        answers = [torch.relu(affine(torch.cat(before[t : t + width]), weights)) for t in range(len(items))]
        return torch.stack(answers).max(0).values if answers else torch.zeros(filters)

    return encode


def gru(units):
    def encode(net, items, candidate):
        weights = net.weights("encoder history 0", DIMENSION + units + 1, 3 * units)
        h = torch.zeros(units)
        for e in items:
            z, r = torch.sigmoid(affine(torch.cat([e, h]), weights[:, : 2 * units])).split(units)
            c = torch.tanh(affine(torch.cat([e, r * h]), weights[:, 2 * units :]))
            h = (1 - z) * h + z * c
        return h

    return encode


def lstm(units):
    def encode(net, items, candidate):
        weights = net.weights("encoder history 0", DIMENSION + units + 1, 4 * units)
        h = c = torch.zeros(units)
        for e in items:
            i, f, o, g = affine(torch.cat([e, h]), weights).split(units)
            c = torch.sigmoid(f + 1) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
        return h

    return encode


def attention(units):
    def encode(net, items, candidate):
        hidden = net.weights("encoder history 0", 3 * DIMENSION + 1, units)
        score = net.weights("encoder history 1", units + 1, 1)
        of = [affine(torch.relu(affine(torch.cat([e, candidate, e * candidate]), hidden)), score) for e in items]
        shares = torch.softmax(torch.cat(of + [torch.zeros(1)]), 0)
        return sum((a * e for a, e in zip(shares, items)), torch.zeros(DIMENSION))

    return encode


def image(height, columns, channels, filters, width, pool):
    def encode(net, items, candidate):
        weights = net.weights("encoder history 0", width * width * channels + 1, filters)
        kernel = weights[:-1].reshape(width, width, channels, filters).permute(3, 2, 0, 1)
        pixels = torch.stack(items).reshape(1, height, columns, channels).permute(0, 3, 1, 2)
        answers = torch.relu(F.conv2d(pixels, kernel, weights[-1], padding=width // 2))
        tiles = F.max_pool2d(answers, pool, ceil_mode=True)
        return tiles[0].permute(1, 2, 0).flatten()

    return encode


def golden(name, settings, width, encode, shape=(COUNTS, LENGTH, DIMENSION)):
    net = Network()
    counts, length, dimension = shape
    items = numbers("items", len(counts), length, dimension)
    inputs = numbers("inputs", len(COUNTS), DIMENSION)
    made = [encode(net, list(items[row, :count]), inputs[row]) for row, count in enumerate(counts)]
    head = net.weights("head of click 0", DIMENSION + width + 1, SCORES)
    scores = torch.stack([affine(torch.cat([inputs[row], one]), head) for row, one in enumerate(made)])
    slopes = numbers("slopes", len(COUNTS), SCORES).detach()
    (slopes * scores).sum().backward()
    return {
        "encoder": name,
        "settings": settings,
        "counts": counts,
        "length": length,
        "dimension": dimension,
        "scores": rounded(scores),
        "gradients": {key: rounded(block.grad) for key, block in net.blocks.items()},
        "items": rounded(items.grad),
        "inputs": rounded(inputs.grad),
    }


def rounded(tensor):
    return [float("%.9g" % value) for value in tensor.detach().flatten().tolist()]


everything = [
    golden("Conv", [4, 2], 4, conv(4, 2)),
    golden("Conv", [3, 7], 3, conv(3, 7)),
    golden("Gru", [4], 4, gru(4)),
    golden("Lstm", [2], 2, lstm(2)),
    golden("TargetAttention", [4], DIMENSION, attention(4)),
    golden("ImageConv", [3, 5, 2, 2, 3, 2], 12, image(3, 5, 2, 2, 3, 2), ([15] * 5, 15, 2)),
    golden("ImageConv", [4, 3, 1, 3, 5, 3], 6, image(4, 3, 1, 3, 5, 3), ([12] * 5, 12, 1)),
]
print("[\n" + ",\n".join(json.dumps(entry) for entry in everything) + "\n]")
