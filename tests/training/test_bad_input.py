"""Each bad text, file or setting ends in one clear line, or in the right answer."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.training import (
    FullSoftmax,
    HierarchicalSoftmax,
    NegativeSampling,
    NoiseContrastive,
    SkipGram,
    Vocabulary,
    batches,
    expected_counts,
    held_out_nll,
    read_sentences,
    smoothed_noise,
    train,
    windows,
)

TEXT = [["a", "b", "c"], ["b", "a"]]


@pytest.mark.parametrize("text", [[], [[]], [[], []]])
def test_an_empty_corpus_is_refused(text):
    with pytest.raises(ValueError, match="the text holds no words; give at least one sentence"):
        Vocabulary.of(text)


def test_a_vocabulary_of_one_word_is_refused():
    with pytest.raises(ValueError, match="only 'a' occurs 2 times or more; lower min_count or give a text"):
        Vocabulary.of([["a", "a", "b"]], min_count=2)


def test_a_text_of_words_all_below_the_count_is_refused():
    with pytest.raises(ValueError, match="no word occurs 5 times, the most frequent, 'a', only 2; lower min_count"):
        Vocabulary.of(TEXT, min_count=5)


def test_a_window_longer_than_the_text_holds_the_whole_sentence():
    seen = windows(torch.tensor([0, 0, 0]), 50, torch.Generator().manual_seed(1))
    assert seen.sum(1).max() == 2
    assert expected_counts(Vocabulary.of(TEXT).encode(TEXT), 1000, 3).sum().item() == pytest.approx(7.99, abs=0.01)


def test_training_takes_a_window_longer_than_the_text():
    vocabulary = Vocabulary.of(TEXT)
    model = SkipGram(vocabulary, 2)
    assert len(train(model, vocabulary.encode(TEXT), FullSoftmax(3), window=50, epochs=2, progress=False)) == 2


def test_more_negatives_than_words_are_drawn_with_repeats():
    vocabulary = Vocabulary.of(TEXT)
    objective = NegativeSampling(smoothed_noise(vocabulary.counts.double(), 0.75), negatives=50, shared=100)
    model = SkipGram(vocabulary, 2)
    losses = train(model, vocabulary.encode(TEXT), objective, rate=0.001, epochs=1, progress=False)
    assert losses[0] == pytest.approx(51 * 0.6931, rel=0.01)


@pytest.mark.parametrize(("negatives", "common"), [(0, 8), (5, 0), (-1, 8), (2.5, 8)])
def test_no_negatives_are_refused(negatives, common):
    with pytest.raises(ValueError, match=r"(negatives|shared) is (0|-1|2\.5), expected an integer of at least 1"):
        NegativeSampling(torch.ones(3) / 3, negatives, common)


def test_a_token_file_that_is_not_utf8_is_refused_with_its_line(tmp_path):
    path = tmp_path / "tokens.txt"
    path.write_bytes("the café\n".encode() + "the café\n".encode("latin-1"))
    with pytest.raises(ValueError, match=r"tokens\.txt:2: byte 0xe9 is not UTF-8; save the file as UTF-8"):
        list(read_sentences(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_token_file_is_read_a_sentence_a_line(tmp_path, encoding):
    path = tmp_path / "tokens.txt"
    path.write_text("the café \n\n a  b\tc", encoding=encoding)
    assert list(read_sentences(path)) == [["the", "café"], [], ["a", "b", "c"]]


def test_a_text_without_pairs_is_refused():
    vocabulary = Vocabulary.of(TEXT)
    alone = vocabulary.encode([["a"], ["b", "unknown"]])
    with pytest.raises(ValueError, match="the text holds no pair"):
        train(SkipGram(vocabulary, 2), alone, FullSoftmax(3), progress=False)
    with pytest.raises(ValueError, match="the text holds no pair"):
        held_out_nll(SkipGram(vocabulary, 2), alone, FullSoftmax(3))


def test_a_text_of_unknown_words_is_refused():
    vocabulary = Vocabulary.of(TEXT)
    with pytest.raises(ValueError, match="the text holds no pair"):
        train(SkipGram(vocabulary, 2), vocabulary.encode([["x", "y"]]), FullSoftmax(3), progress=False)


def test_a_rate_that_diverges_is_said_to():
    vocabulary = Vocabulary.of(TEXT)
    with pytest.raises(ValueError, match="the loss is no longer finite; give a smaller rate or a smaller span"):
        train(SkipGram(vocabulary, 2), vocabulary.encode(TEXT * 200), FullSoftmax(3), rate=1e9, progress=False)


@pytest.mark.parametrize(
    "setting",
    [
        {"window": 0},
        {"window": 2.5},
        {"epochs": 0},
        {"rate": 0.0},
        {"rate": float("nan")},
        {"rate": "0.1"},
        {"span": 0},
        {"spans": 0},
    ],
)
def test_a_setting_that_makes_no_sense_is_named(setting):
    vocabulary = Vocabulary.of(TEXT)
    name = next(iter(setting))
    with pytest.raises(ValueError, match=rf"^{name} is "):
        train(SkipGram(vocabulary, 2), vocabulary.encode(TEXT), FullSoftmax(3), progress=False, **setting)


OTHERS = Vocabulary.of([["a", "b", "c", "d", "e"]])
OBJECTIVES = {
    "full softmax": lambda vocabulary: FullSoftmax(len(vocabulary)),
    "negative sampling": lambda vocabulary: NegativeSampling(torch.ones(len(vocabulary)) / len(vocabulary)),
    "NCE": lambda vocabulary: NoiseContrastive(torch.ones(len(vocabulary)) / len(vocabulary)),
    "hierarchical softmax": lambda vocabulary: HierarchicalSoftmax(vocabulary.counts),
}


def trained(model, corpus, objective):
    return train(model, corpus, objective, progress=False)


@pytest.mark.parametrize("use", [trained, held_out_nll])
@pytest.mark.parametrize("name", OBJECTIVES)
def test_an_objective_of_another_vocabulary_is_refused(use, name):
    for ours, others in ((Vocabulary.of(TEXT), OTHERS), (OTHERS, Vocabulary.of(TEXT))):
        said = f"the objective is made for {len(others)} words and the model for {len(ours)}; make both from one"
        with pytest.raises(ValueError, match=said):
            use(SkipGram(ours, 2), ours.encode(TEXT), OBJECTIVES[name](others))


@pytest.mark.parametrize("use", [trained, held_out_nll])
def test_a_corpus_of_another_vocabulary_is_refused(use):
    said = "the corpus holds the word number 4, and the model has 3 words, numbered from 0; encode the text with the"
    with pytest.raises(ValueError, match=said):
        use(SkipGram(Vocabulary.of(TEXT), 2), OTHERS.encode([["a", "e"]]), FullSoftmax(3))


@pytest.mark.parametrize("text", [TEXT, [["a", "b"]] * 50])
def test_a_threshold_that_leaves_no_pair_is_named(text):
    vocabulary = Vocabulary.of(text)
    corpus, objective = vocabulary.encode(text), FullSoftmax(len(vocabulary))
    with pytest.raises(ValueError, match="the threshold 1e-12 left no pair in pass 1; give a larger one"):
        train(SkipGram(vocabulary, 2), corpus, objective, threshold=1e-12, progress=False)


@pytest.mark.parametrize("threshold", [0.0, -1.0, float("nan")])
def test_a_threshold_that_is_not_positive_is_refused(threshold):
    vocabulary = Vocabulary.of(TEXT)
    with pytest.raises(ValueError, match=r"^threshold "):
        train(SkipGram(vocabulary, 2), vocabulary.encode(TEXT), FullSoftmax(3), threshold=threshold, progress=False)


@pytest.mark.parametrize("window", [0, 2.5])
def test_whatever_takes_a_window_needs_one(window):
    vocabulary = Vocabulary.of(TEXT)
    corpus, said = vocabulary.encode(TEXT), f"window is {window}, expected a whole number of at least 1"
    with pytest.raises(ValueError, match=said):
        held_out_nll(SkipGram(vocabulary, 2), corpus, FullSoftmax(3), window)
    with pytest.raises(ValueError, match=said):
        next(batches(corpus, window, torch.Generator()))


@pytest.mark.parametrize("use", [trained, held_out_nll])
def test_a_text_in_the_place_of_a_corpus_is_refused(use):
    with pytest.raises(ValueError, match="corpus is a list, expected a Corpus; encode the text with the vocabulary"):
        use(SkipGram(Vocabulary.of(TEXT), 2), TEXT, FullSoftmax(3))


def test_words_that_are_no_strings_are_refused_before_a_model_is_made_that_could_not_be_read_back():
    with pytest.raises(ValueError, match="the text holds 3, expected words as strings; take str of each"):
        Vocabulary.of([["a", "b", 3]])


@pytest.mark.parametrize("write", [SkipGram.save, SkipGram.export])
def test_a_folder_that_is_missing_is_named_with_the_file_asked_for(tmp_path, write):
    path = tmp_path / "missing" / "model"
    with pytest.raises(FileNotFoundError, match=r"missing/model cannot be written: there is no folder .*missing; m"):
        write(SkipGram(Vocabulary.of(TEXT), 2), path)


@pytest.mark.parametrize("write", [SkipGram.save, SkipGram.export])
def test_a_folder_in_place_of_a_file_is_named(tmp_path, write):
    with pytest.raises(IsADirectoryError) as error:
        write(SkipGram(Vocabulary.of(TEXT), 2), tmp_path)
    assert error.value.filename == str(tmp_path)
    assert str(error.value).endswith(f"directory: '{tmp_path}'")


@pytest.mark.parametrize("count", [0, -1, 2.5])
def test_a_number_of_neighbours_that_makes_no_sense_is_refused(count):
    with pytest.raises(ValueError, match=f"count is {count}, expected a whole number of at least 1"):
        SkipGram(Vocabulary.of(TEXT), 2).neighbours("a", count)


@pytest.mark.parametrize("dimension", [0, 2.5])
def test_a_dimension_of_zero_is_refused(dimension):
    with pytest.raises(ValueError, match=f"dimension is {dimension}, expected a whole number of at least 1"):
        SkipGram(Vocabulary.of(TEXT), dimension)


@pytest.mark.parametrize("read", [Vocabulary.of, Vocabulary.of(TEXT).encode])
def test_a_sentence_that_is_one_string_is_refused(read):
    with pytest.raises(ValueError, match="the sentence 'the cat sat' is one string, expected a list of its words"):
        read(["the cat sat"])


def test_a_text_that_was_an_iterator_and_is_used_up_is_refused():
    text = iter(TEXT)
    vocabulary = Vocabulary.of(text)
    with pytest.raises(ValueError, match="no word of it is in the vocabulary, or it was an iterator and had been read"):
        train(SkipGram(vocabulary, 2), vocabulary.encode(text), FullSoftmax(3), progress=False)


@pytest.mark.parametrize(
    ("noise", "said"),
    [
        ([0.5, 0.5, 0.5], "the sum of noise holds 1.5, expected 1"),
        ([1.5, -0.5, 0.0], r"noise holds -0.5 at \(1,\), expected a positive number"),
    ],
)
def test_noise_that_is_no_distribution_is_refused(noise, said):
    with pytest.raises(ValueError, match=said):
        NegativeSampling(torch.tensor(noise))
