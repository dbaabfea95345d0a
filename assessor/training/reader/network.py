"""The network, in PyTorch: the encoder's last layers, learnt further, then a recurrent look over the story, sentence by sentence.

It learns three things at once, of all scales together: the role of each sentence, the concepts and exclusions that it shows, and what the
answer reaches. Each teaches the layers something that the others can use.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel

from assessor.domain.assessment import ROLES
from assessor.encoder import DIMENSION, places
from assessor.encoder.opinion import Known, Opinion
from assessor.training.crossfit import Indices
from assessor.training.reader.state import Learning, State
from assessor.training.reader.stories import Stories

HEADS = 12
INNER = 256
MEMORY = 160
# When it learnt the roles alone, two rounds gave .825 on one held-out fold of six, three .832 and four .838.
ROUNDS = 4
_STORIES_A_STEP = 8
_WARM_STEPS = 100
_UPPER_RATE, _REST_RATE = 1e-4, 1e-3
_PIECES = 4
_LONGEST = 96
# How much the answers' labels count beside those of their sentences.
_ANSWERS_WEIGHT = 0.3
# Few sentences show a given concept: it is learnt faster from there.
_RARE = -3.0

Weights = Mapping[str, NDArray[np.float32]]
Report = Callable[[int, int], None]


class Layer(nn.Module):
    """One layer of the encoder, begun with the weights of its graph."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.linear = nn.ModuleDict({name: _linear(weights[f"{name}.w"], weights[f"{name}.b"]) for name in ("qkv", "ao", "fi", "fo")})
        self.norm = nn.ModuleDict({name: _norm(weights[f"{name}.w"], weights[f"{name}.b"]) for name in ("aln", "oln")})
        self.drop = nn.Dropout(0.1)

    def forward(self, states: Tensor, seen: Tensor) -> Tensor:
        """States (batch, length, 384) after attention to what is ``seen`` (batch, 1, 1, length) and the inner layer."""
        batch, length, width = states.shape
        parts = self.linear["qkv"](states).split(width, dim=-1)
        query, key, value = (part.view(batch, length, HEADS, width // HEADS).transpose(1, 2) for part in parts)
        # The graph's query is scaled already.
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen, scale=1.0)
        attended = self.linear["ao"](mixed.transpose(1, 2).reshape(batch, length, width))
        states = self.norm["aln"](states + self.drop(attended))
        inner = self.linear["fo"](functional.gelu(self.linear["fi"](states)))
        after: Tensor = self.norm["oln"](states + self.drop(inner))
        return after


def _linear(weight: NDArray[np.float32], bias: NDArray[np.float32]) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data, layer.bias.data = torch.tensor(weight), torch.tensor(bias)
    return layer


def _norm(weight: NDArray[np.float32], bias: NDArray[np.float32]) -> nn.LayerNorm:
    layer = nn.LayerNorm(len(weight), eps=1e-12)
    layer.weight.data, layer.bias.data = torch.tensor(weight), torch.tensor(bias)
    return layer


class StoryReader(nn.Module):
    """Sentences' states in; the role of each sentence, what it shows, and what the answer reaches out.

    For what the answer reaches, each target looks at every sentence, weighs what it says, and takes the weighted mean.

    Parameters
    ----------
    upper : sequence of mappings
        The weights of each layer that is learnt further, lowest first.
    codes, targets : int
        How many of each there are.
    """

    def __init__(self, upper: Sequence[Weights], codes: int, targets: int) -> None:
        super().__init__()
        self.upper = nn.ModuleList([Layer(weights) for weights in upper])
        self.enter = nn.Linear(DIMENSION + 4, INNER)
        self.story = nn.GRU(INNER, MEMORY, batch_first=True, bidirectional=True)
        self.role = nn.Linear(2 * MEMORY + INNER, len(ROLES))
        self.drop = nn.Dropout(0.2)
        self.code = nn.Linear(2 * MEMORY + INNER, codes)
        self.code.bias.data.fill_(_RARE)
        self.look = nn.Linear(2 * MEMORY + INNER, targets)
        self.weigh = nn.Parameter(torch.randn(targets, 2 * MEMORY + INNER) * 0.02)
        self.bias = nn.Parameter(torch.zeros(targets))

    def sentence_vectors(self, states: Tensor, lengths: Tensor) -> Tensor:
        """A vector of length 1 for each sentence, (n, 384); sentences of like length go together, so that little is padded."""
        order = torch.argsort(lengths, stable=True)
        vectors = []
        for piece in torch.chunk(order, _PIECES):
            longest = int(lengths[piece].max())
            mask = torch.arange(longest)[None] < lengths[piece][:, None]
            own = states[piece][:, :longest]
            for layer in self.upper:
                own = layer(own, mask[:, None, None, :])
            vectors.append(functional.normalize((own.float() * mask[..., None]).sum(dim=1), dim=1))
        sorted_vectors = torch.cat(vectors)
        return torch.zeros_like(sorted_vectors).index_copy(0, order, sorted_vectors)

    def forward(self, states: Tensor, lengths: Tensor, stories: Sequence[int], where: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of whole stories, of so many sentences each.

        Roles (n_sentences, 5), codes (n_sentences, n_codes), targets (n_stories, n_targets).
        """
        # Times the root of the dimension, its numbers are about 1 in size, as the linear layer expects.
        vectors = self.drop(self.sentence_vectors(states, lengths)) * math.sqrt(DIMENSION)
        entered = functional.gelu(self.enter(torch.cat([vectors, where], dim=1)))
        counts = torch.tensor(list(stories))
        padded = nn.utils.rnn.pad_sequence(list(entered.split(list(stories))), batch_first=True)
        packed = nn.utils.rnn.pack_padded_sequence(padded, counts, batch_first=True, enforce_sorted=False)
        read, _ = nn.utils.rnn.pad_packed_sequence(self.story(packed)[0], batch_first=True)
        kept = torch.arange(read.shape[1])[None] < counts[:, None]
        understood = self.drop(torch.cat([read[kept], entered], dim=1))
        looks, says = self.look(understood), understood @ self.weigh.T
        pairs = zip(looks.split(list(stories)), says.split(list(stories)), strict=True)
        reached = torch.stack([(torch.softmax(look, dim=0) * said).sum(dim=0) for look, said in pairs]) + self.bias
        return self.role(understood), self.code(understood), reached


def fit(
    stories: Stories, answers: Indices, upper: Sequence[Weights], report: Report, rounds: int = ROUNDS, state: State | None = None
) -> StoryReader:
    """A reader that has learnt from some answers.

    Parameters
    ----------
    stories : Stories
    answers : ndarray of shape (n,)
        Positions of the answers to learn from.
    upper : sequence of mappings
        As for :class:`StoryReader`.
    report : callable
        Called with the steps done and the steps in all.
    rounds : int
        How often each answer is read.
    state : State, optional
        Where the learning is put down after each round, and taken up again; it ends the same whether interrupted or not.
    """
    torch.manual_seed(0)
    reader = StoryReader(upper, stories.codes.shape[1], stories.targets.shape[1])
    upper_ones = {id(one) for one in reader.upper.parameters()}
    rest = [one for one in reader.parameters() if id(one) not in upper_ones]
    groups = [{"params": list(reader.upper.parameters()), "lr": _UPPER_RATE}, {"params": rest, "lr": _REST_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    a_round = math.ceil(len(answers) / _STORIES_A_STEP)
    steps = rounds * a_round
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, step / _WARM_STEPS) * max(0.0, 1 - step / steps))
    shuffled = np.random.default_rng(0)
    learning = Learning(reader, optimizer, rate, shuffled)
    first = state.take_up(learning) if state else 0
    reader.train()
    for turn in range(first, rounds):
        for done, batch in enumerate(_batches(shuffled.permutation(answers)), start=turn * a_round + 1):
            rows, inputs = _inputs(stories, batch)
            # The fused kernels, made for long texts, take a third longer on sentences.
            with torch.autocast("cpu", torch.bfloat16, enabled=computes_in_half()), sdpa_kernel(SDPBackend.MATH):
                roles, codes, targets = reader(*inputs)
            loss = functional.cross_entropy(roles.float(), torch.tensor(stories.roles[rows]), ignore_index=-1)
            loss = loss + _surprise(codes, stories.codes[rows]) + _surprise(targets, stories.targets[batch]) * _ANSWERS_WEIGHT
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            rate.step()
            report(done, steps)
        if state:
            state.put_down(learning, turn + 1)
    reader.eval()
    return reader


def _surprise(scores: Tensor, labels: NDArray[np.float32]) -> Tensor:
    """The cross-entropy of labels, summed over those that somebody gave and shared among the rows."""
    known = ~np.isnan(labels)
    each = functional.binary_cross_entropy_with_logits(scores.float(), torch.tensor(np.where(known, labels, 0.0)), reduction="none")
    return (each * torch.tensor(known)).sum() / len(labels)


def computes_in_half() -> bool:
    """Whether this processor multiplies bfloat16 matrices; elsewhere they are emulated, thirty times slower than single precision."""
    return torch.backends.cpu.get_cpu_capability().startswith("AVX512")


def opinions(reader: StoryReader, stories: Stories, answers: Indices, known: Known) -> dict[int, Opinion]:
    """What a reader says of some answers; ``known`` names its codes and targets."""
    found: dict[int, Opinion] = {}
    with torch.no_grad():
        for batch in _batches(answers):
            _, inputs = _inputs(stories, batch)
            roles, codes, targets = reader(*inputs)
            scores = (torch.softmax(roles.float(), dim=1), torch.sigmoid(codes.float()), torch.sigmoid(targets.float()))
            role, code, target = (one.numpy().astype(np.float64) for one in scores)
            ends = np.cumsum(inputs[2])
            for place, (answer, end, count) in enumerate(zip(batch, ends, inputs[2], strict=True)):
                found[int(answer)] = Opinion(role[end - count : end], code[end - count : end], target[place], known)
    return found


def _batches(answers: Indices) -> Iterator[Indices]:
    for first in range(0, len(answers), _STORIES_A_STEP):
        yield answers[first : first + _STORIES_A_STEP]


def _inputs(stories: Stories, batch: Indices) -> tuple[Indices, tuple[Tensor, Tensor, list[int], Tensor]]:
    """The rows of the sentences of some answers, and what the reader takes of them."""
    counts = [int(stories.sentences[one + 1] - stories.sentences[one]) for one in batch]
    rows = np.concatenate([np.arange(stories.sentences[one], stories.sentences[one + 1]) for one in batch])
    lengths = np.minimum(stories.tokens[rows + 1] - stories.tokens[rows], _LONGEST)
    states = np.zeros((len(rows), int(lengths.max()), DIMENSION), dtype=np.float32)
    for place, (row, length) in enumerate(zip(rows, lengths, strict=True)):
        states[place, :length] = stories.states[stories.tokens[row] : stories.tokens[row] + length]
    where = np.concatenate([places(count) for count in counts])
    return rows, (torch.tensor(states), torch.tensor(lengths), counts, torch.tensor(where))
