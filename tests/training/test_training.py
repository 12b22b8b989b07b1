"""The small model: its gradients are those of reference/, and it learns what a text says."""

from __future__ import annotations

import math

import pytest
import torch
from torch.nn.functional import cross_entropy, nll_loss

from word2vec_derived.reference.hierarchical_softmax import huffman, leaves_sum_to_one, path_probability
from word2vec_derived.reference.likelihood import expected_pairs, fixed_window_pairs
from word2vec_derived.reference.nce import nce_expected
from word2vec_derived.reference.negative_sampling import negative_sampling_expected
from word2vec_derived.reference.optimum import nce_optimum, negative_sampling_optimum, softmax_optimum
from word2vec_derived.training import (
    Batch,
    FullSoftmax,
    HierarchicalSoftmax,
    NegativeSampling,
    NoiseContrastive,
    SkipGram,
    Vocabulary,
    batches,
    descend,
    expected_counts,
    held_out_nll,
    loop,
    smoothed_noise,
    train,
    update,
    windows,
)

TEXT = [["the", "cat", "sat"], ["the", "dog", "sat"], ["a", "cat", "ran"], ["a", "dog", "ran", "off"]] * 10


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def vocabulary():
    return Vocabulary.of(TEXT)


@pytest.fixture
def model(vocabulary):
    model = SkipGram(vocabulary, 6, seed=3)
    with torch.no_grad():
        model.context_vectors.uniform_(-0.5, 0.5, generator=generator())
    return model


@pytest.fixture
def batch(vocabulary):
    return next(batches(vocabulary.encode(TEXT), 2, generator(), span=8, spans=3))


def noise_of(vocabulary):
    return smoothed_noise(vocabulary.counts.double(), 0.75)


def objectives(vocabulary):
    noise = noise_of(vocabulary)
    return {
        "full softmax": FullSoftmax(len(vocabulary)),
        "negative sampling": NegativeSampling(noise, 2, shared=4),
        "NCE": NoiseContrastive(noise, 2, shared=4),
        "hierarchical softmax": HierarchicalSoftmax(vocabulary.counts),
    }


def all_scores(model):
    return model.centre_vectors @ model.context_vectors.T


NAMES = ["full softmax", "negative sampling", "NCE", "hierarchical softmax"]


@pytest.mark.parametrize("name", NAMES)
def test_a_step_is_the_one_that_autograd_would_take(vocabulary, model, batch, name):
    terms = objectives(vocabulary)[name].terms(batch, generator())
    scores = model.centre_vectors[batch.centres] @ model.context_vectors[terms.rows].mT
    terms.loss(scores).backward()
    expected = [table.detach() - 0.1 * table.grad for table in (model.centre_vectors, model.context_vectors)]
    update(model, batch, terms, rate=0.1)
    torch.testing.assert_close(model.centre_vectors.detach(), expected[0])
    torch.testing.assert_close(model.context_vectors.detach(), expected[1])


def test_the_full_softmax_loss_is_the_cross_entropy_of_the_pairs(vocabulary, model, batch):
    centres, contexts = batch.pairs()
    terms = FullSoftmax(len(vocabulary)).terms(batch, generator())
    loss = terms.loss(model.centre_vectors[batch.centres] @ model.context_vectors.T)
    torch.testing.assert_close(loss, cross_entropy(all_scores(model)[centres], contexts, reduction="sum"))


def test_hierarchical_softmax_has_the_loss_of_the_paths_of_the_pairs(vocabulary, model, batch):
    centres, contexts = batch.pairs()
    node_scores = all_scores(model)[centres, : len(vocabulary) - 1]
    expected = -path_probability(huffman(vocabulary.counts), node_scores, contexts).log().sum()
    terms = HierarchicalSoftmax(vocabulary.counts).terms(batch, generator())
    loss = terms.loss(model.centre_vectors[batch.centres] @ model.context_vectors[terms.rows].T)
    torch.testing.assert_close(loss, expected)


def mean_over_draws(objective, model, batch, draws):
    source = generator()
    losses = []
    for _ in range(draws):
        terms = objective.terms(batch, source)
        scores = model.centre_vectors[batch.centres] @ model.context_vectors[terms.rows].mT
        losses.append(terms.loss(scores).detach())
    return torch.stack(losses)


def assert_mean(losses, expected):
    error = losses.std() / math.sqrt(len(losses))
    assert abs(losses.mean() - expected) < 5 * error


def test_shared_negatives_leave_the_expected_loss_as_it_is(vocabulary, model, batch):
    centres, contexts = batch.pairs()
    noise = noise_of(vocabulary).float()
    expected = negative_sampling_expected(all_scores(model).detach()[centres], contexts, noise, 3).sum()
    assert_mean(mean_over_draws(NegativeSampling(noise, 3, shared=4), model, batch, 2000), expected)


def test_nce_has_the_expected_loss_of_its_pairs(vocabulary, model, batch):
    centres, contexts = batch.pairs()
    noise = noise_of(vocabulary).float()
    observed = torch.nn.functional.one_hot(contexts, len(vocabulary)).float()
    scores = all_scores(model).detach()[centres]
    expected = sum(nce_expected(row, one, noise, 3) for row, one in zip(scores, observed, strict=True))
    assert_mean(mean_over_draws(NoiseContrastive(noise, 3, shared=4), model, batch, 2000), expected)


@pytest.mark.parametrize("name", NAMES)
def test_every_objective_gives_probabilities(vocabulary, model, name):
    log_probabilities = objectives(vocabulary)[name].log_probabilities(all_scores(model).detach())
    torch.testing.assert_close(log_probabilities.exp().sum(1), torch.ones(len(vocabulary)))


def test_the_probabilities_are_the_datas_where_the_scores_are_an_optimum(vocabulary):
    data, noise = torch.rand(2, 4, len(vocabulary), dtype=torch.float64).softmax(-1)
    optima = {
        FullSoftmax(len(vocabulary)): softmax_optimum(data) + 1.5,
        NegativeSampling(noise[0], 3): negative_sampling_optimum(data, noise[0].float().double(), 3),
        NoiseContrastive(noise[0], 3): nce_optimum(data),
    }
    for objective, scores in optima.items():
        torch.testing.assert_close(objective.log_probabilities(scores).exp(), data)


def test_the_probabilities_of_a_tree_are_those_of_its_paths(vocabulary, model):
    node_scores = all_scores(model).detach()
    found = HierarchicalSoftmax(vocabulary.counts).log_probabilities(node_scores).exp()
    torch.testing.assert_close(found, leaves_sum_to_one(huffman(vocabulary.counts), node_scores[:, :-1]))


def test_the_vocabulary_begins_with_the_most_frequent_word_and_numbers_the_text_by_it():
    text = [["off", "the", "cat"], ["the", "cat"], ["the", "rare"]]
    vocabulary = Vocabulary.of(text)
    assert list(vocabulary.words) == ["the", "cat", "off", "rare"]
    assert vocabulary.counts.tolist() == [3, 2, 1, 1]
    corpus = Vocabulary.of(text, min_count=2).encode(text)
    assert (corpus.tokens.tolist(), corpus.sentences.tolist()) == ([0, 1, 0, 1, 0], [0, 0, 1, 1, 2])


def test_the_input_vectors_start_within_one_over_the_dimension_and_the_others_at_zero(vocabulary):
    model = SkipGram(vocabulary, 50, seed=1)
    assert 0.95 / 50 < model.centre_vectors.max() <= 1 / 50
    assert -1 / 50 <= model.centre_vectors.min() < -0.95 / 50
    assert abs(model.centre_vectors.mean()) < 0.1 / 50
    assert not model.context_vectors.any()


@pytest.mark.parametrize("span", [5, 7], ids=["whole batches", "a last one that is not full"])
def test_the_learning_rate_falls_in_a_line_to_zero(vocabulary, monkeypatch, span):
    rates = []
    step = loop.update
    monkeypatch.setattr(loop, "update", lambda *given: rates.append(given[-1]) or step(*given))
    corpus, objective = vocabulary.encode(TEXT), objectives(vocabulary)["full softmax"]
    train(SkipGram(vocabulary, 2), corpus, objective, epochs=2, rate=0.4, span=span, spans=1, progress=False)
    assert len(rates) == 2 * math.ceil(len(corpus) / span)
    for epoch in (rates[: len(rates) // 2], rates[len(rates) // 2 :]):
        falls = torch.tensor(epoch).diff()
        torch.testing.assert_close(falls, falls[0].expand(len(falls)), rtol=0, atol=1e-6)
    assert rates[0] == pytest.approx(0.4)
    assert rates[len(rates) // 2] == pytest.approx(0.2)
    assert 0 < rates[-1] < 0.02


def test_the_loss_is_the_mean_per_pair_of_the_first_batch_and_every_25th_after_it(vocabulary, model):
    objective = objectives(vocabulary)["full softmax"]
    steps = list(batches(vocabulary.encode(TEXT), 2, generator(), span=4, spans=1))
    centres, contexts = torch.cat([torch.stack(steps[number].pairs()) for number in (0, 25)], 1)
    road = cross_entropy(all_scores(model).detach()[centres], contexts)
    assert len(steps) < 50
    assert descend(model, [(batch, 0.0) for batch in steps], objective, generator()) == pytest.approx(road.item())


def test_the_noise_is_not_drawn_with_the_numbers_that_draw_the_windows(vocabulary, monkeypatch):
    seeds, whole = [], loop.batches
    monkeypatch.setattr(loop, "batches", lambda *given: seeds.append(given[2].initial_seed()) or whole(*given))
    monkeypatch.setattr(loop, "descend", lambda *given: seeds.append(given[3].initial_seed()) or 0.0)
    train(SkipGram(vocabulary, 2), vocabulary.encode(TEXT), objectives(vocabulary)["NCE"], epochs=1, progress=False)
    assert len(set(seeds)) == len(seeds) == 2


@pytest.mark.parametrize("name", NAMES)
def test_the_held_out_nll_is_the_mean_over_every_pair_of_the_text(vocabulary, model, name):
    corpus = vocabulary.encode([["the", "cat", "sat"], ["cat", "the"], ["off", "ran"]])
    objective = objectives(vocabulary)[name]
    centres, contexts = fixed_window_pairs(corpus.tokens[:3], 1)
    centres = torch.cat([centres, corpus.tokens[[3, 4, 5, 6]]])
    contexts = torch.cat([contexts, corpus.tokens[[4, 3, 6, 5]]])
    road = nll_loss(objective.log_probabilities(all_scores(model).detach())[centres], contexts)
    assert held_out_nll(model, corpus, objective, 1) == pytest.approx(road.item(), rel=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_training_lowers_the_nll(vocabulary, name):
    corpus, objective = vocabulary.encode(TEXT), objectives(vocabulary)[name]
    model = SkipGram(vocabulary, 6)
    before = held_out_nll(model, corpus, objective, 2)
    train(model, corpus, objective, window=2, epochs=30, span=8, spans=1, progress=False)
    assert held_out_nll(model, corpus, objective, 2) < before - 0.1


def test_equal_seeds_give_equal_vectors(vocabulary):
    def trained(seed):
        model = SkipGram(vocabulary, 6, seed)
        train(model, vocabulary.encode(TEXT), objectives(vocabulary)["NCE"], threshold=0.1, seed=seed, progress=False)
        return model.centre_vectors

    assert torch.equal(trained(1), trained(1))
    assert not torch.equal(trained(1), trained(2))


def test_the_number_of_threads_changes_nothing_and_stays_as_it_was(vocabulary):
    before, found = torch.get_num_threads(), []
    for threads in (1, 3):
        torch.set_num_threads(threads)
        found.append(SkipGram(vocabulary, 64))
        train(found[-1], vocabulary.encode(TEXT * 20), objectives(vocabulary)["NCE"], epochs=2, progress=False)
        assert torch.get_num_threads() == threads
    torch.set_num_threads(before)
    assert torch.equal(found[0].centre_vectors, found[1].centre_vectors)


def test_a_pass_holds_every_word_once_as_a_centre(vocabulary):
    corpus = vocabulary.encode(TEXT)
    spans = list(batches(corpus, 2, generator(), span=8, spans=3))
    centres = torch.cat([batch.centres.flatten() for batch in spans])[: len(corpus)]
    assert torch.equal(centres, corpus.tokens)


def test_batches_hold_the_pairs_of_the_windows(vocabulary):
    corpus = vocabulary.encode(TEXT)
    seen = windows(corpus.sentences, 2, generator())
    position, offset = seen.nonzero(as_tuple=True)
    expected = torch.stack([corpus.tokens[position], corpus.tokens[position + offset - 2]])
    found = [torch.stack(batch.pairs()) for batch in batches(corpus, 2, generator(), span=8, spans=3)]
    assert torch.equal(torch.cat(found, 1), expected)


def test_no_window_leaves_its_sentence():
    sentences = torch.tensor([0, 0, 1, 1])
    seen = windows(sentences, 1, generator())
    assert seen.tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 1], [1, 0, 0]]


def test_each_position_draws_a_window_of_its_own_and_each_width_equally_often():
    reach = windows(torch.zeros(2010, dtype=torch.long), 5, generator())[5:-5].sum(1) // 2
    assert (reach.bincount(minlength=6)[1:] - 400).abs().max() < 5 * math.sqrt(2000 * 0.2 * 0.8)


def test_windows_hold_as_many_pairs_as_expected():
    sentences = torch.zeros(200, dtype=torch.long)
    counts = torch.stack([windows(sentences, 5, generator(seed)).sum() for seed in range(400)]).float()
    assert_mean(counts, expected_pairs(200, 5))


def test_the_expected_counts_are_those_of_the_windows(vocabulary):
    corpus = vocabulary.encode(TEXT[:4])
    drawn = torch.zeros(len(vocabulary), len(vocabulary), dtype=torch.float64)
    for seed in range(1000):
        for batch in batches(corpus, 3, generator(seed)):
            drawn.index_put_(batch.pairs(), torch.ones((), dtype=torch.float64), accumulate=True)
    torch.testing.assert_close(drawn / 1000, expected_counts(corpus, 3, len(vocabulary)), atol=0.15, rtol=0)


def test_a_batch_of_pairs_holds_those_pairs():
    centres, contexts = torch.tensor([3, 1, 3, 3]), torch.tensor([0, 2, 0, 1])
    found = torch.stack(Batch.of_pairs(centres, contexts).pairs()).T.tolist()
    assert sorted(found) == [[1, 2], [3, 0], [3, 0], [3, 1]]


def test_subsampling_keeps_the_shipped_share_before_windows_are_drawn(monkeypatch):
    seen = []
    vocabulary = Vocabulary.of([["a", "b"]])
    objective = FullSoftmax(len(vocabulary))
    terms = objective.terms
    monkeypatch.setattr(objective, "terms", lambda batch, source: seen.append(batch) or terms(batch, source))
    corpus = vocabulary.encode([["a", "b"] * 5000])
    train(SkipGram(vocabulary, 2), corpus, objective, window=1, epochs=1, threshold=0.05, rate=1e-3, progress=False)
    kept = sum(batch.counts.sum() for batch in seen) / 2 + 1
    share = math.sqrt(0.05 / 0.5) + 0.05 / 0.5
    assert abs(kept - 10_000 * share) < 5 * math.sqrt(10_000 * share * (1 - share))


def test_the_model_scores_a_pair_by_the_product_of_its_vectors(model):
    scores = model(torch.tensor([1, 2]), torch.tensor([0, 3]))
    torch.testing.assert_close(scores, all_scores(model)[[1, 2], [0, 3]])


def test_words_that_keep_the_same_company_become_neighbours(vocabulary):
    model = SkipGram(vocabulary, 6, seed=1)
    objective = objectives(vocabulary)["full softmax"]
    train(model, vocabulary.encode(TEXT), objective, window=2, epochs=60, span=4, spans=1, progress=False)
    assert model.neighbours("cat", 1)[0][0] == "dog"


def test_the_progress_bar_counts_words_and_shows_the_loss(vocabulary, capsys):
    train(SkipGram(vocabulary, 2), vocabulary.encode(TEXT), objectives(vocabulary)["NCE"], epochs=2)
    shown = capsys.readouterr().err
    assert "words/s" in shown
    assert "loss=" in shown
    assert "100%" in shown
