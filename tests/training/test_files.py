"""What is saved is read back, gensim reads what is exported, and no stranger's file is run."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import torch
from gensim.models import KeyedVectors

from word2vec_derived.training import NegativeSampling, SkipGram, Vocabulary, smoothed_noise, train

TEXT = [["naïve", "café", "Straße", "a"], ["a", "café"]] * 5


@pytest.fixture
def model():
    return SkipGram(Vocabulary.of(TEXT), 5, seed=2)


def test_a_saved_model_is_read_back(model, tmp_path):
    model.save(tmp_path / "model.pt")
    read = SkipGram.load(tmp_path / "model.pt")
    assert read.vocabulary.words == model.vocabulary.words
    assert torch.equal(read.vocabulary.counts, model.vocabulary.counts)
    assert torch.equal(read.centre_vectors, model.centre_vectors)
    assert torch.equal(read.context_vectors, model.context_vectors)


def test_a_saved_model_is_read_back_in_the_precision_it_has(model, tmp_path):
    model.double().centre_vectors.data += 1e-12
    model.save(tmp_path / "model.pt")
    assert torch.equal(SkipGram.load(tmp_path / "model.pt").centre_vectors, model.centre_vectors)


def test_equal_models_are_saved_as_equal_bytes(model, tmp_path):
    model.save(tmp_path / "one.pt")
    SkipGram.load(tmp_path / "one.pt").save(tmp_path / "other.pt")
    assert (tmp_path / "one.pt").read_bytes() == (tmp_path / "other.pt").read_bytes()


def test_a_model_that_was_saved_goes_on_as_the_one_that_was_not(tmp_path):
    vocabulary = Vocabulary.of(TEXT)
    corpus, noise = vocabulary.encode(TEXT), smoothed_noise(vocabulary.counts.double(), 0.75)
    going_on = SkipGram(vocabulary, 5, seed=1)
    train(going_on, corpus, NegativeSampling(noise, 2), seed=1, progress=False)
    going_on.save(tmp_path / "model.pt")
    for model in (going_on, resumed := SkipGram.load(tmp_path / "model.pt")):
        train(model, corpus, NegativeSampling(noise, 2), seed=2, progress=False)
    assert torch.equal(resumed.centre_vectors, going_on.centre_vectors)
    assert torch.equal(resumed.context_vectors, going_on.context_vectors)


@pytest.mark.parametrize(
    ("write", "unwritable"),
    [(SkipGram.save, lambda: "cannot be pickled"), (SkipGram.export, "\ud800")],
    ids=["saved", "exported"],
)
def test_a_file_is_written_whole_or_stays_as_it_was(model, tmp_path, write, unwritable):
    write(model, tmp_path / "model")
    before = (tmp_path / "model").read_bytes()
    broken = SkipGram(Vocabulary(["a", unwritable], torch.ones(2).long()), 5)
    with pytest.raises((AttributeError, pickle.PicklingError, UnicodeEncodeError)):
        write(broken, tmp_path / "model")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("model", before)]


class Touch:
    """Writes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


@pytest.mark.parametrize("write", [torch.save, lambda thing, path: path.write_bytes(pickle.dumps(thing))])
def test_a_file_that_would_run_code_is_refused_and_not_run(tmp_path, write):
    write({"words": Touch(tmp_path / "touched")}, tmp_path / "model.pt")
    with pytest.raises(ValueError, match=r"model\.pt is not a model written by SkipGram\.save"):
        SkipGram.load(tmp_path / "model.pt")
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize("content", [b"", b"the cat sat", b"PK\x03\x04broken"])
def test_a_file_that_is_no_model_is_refused(tmp_path, content):
    (tmp_path / "model.pt").write_bytes(content)
    with pytest.raises(ValueError, match=r"model\.pt is not a model"):
        SkipGram.load(tmp_path / "model.pt")


def tables(counts, centre, context):
    shapes = {"counts": counts, "centre_vectors": centre, "context_vectors": context}
    found = {"words": ["a", "b"]} | {name: torch.ones(shape) for name, shape in shapes.items()}
    return found | {"counts": found["counts"].long()}


@pytest.mark.parametrize(
    "other",
    [
        torch.zeros(3),
        {"words": ["a", "b"]},
        tables(3, (2, 2), (2, 2)),
        tables(2, (2, 2), (2, 3)),
        tables(2, (3, 2), (3, 2)),
        tables(2, 2, 2),
        tables(2, (2, 2), (2, 2)) | {"words": ["a", "a"]},
        tables(2, (2, 2), (2, 2)) | {"words": [1, 2]},
        tables(2, (2, 2), (2, 2)) | {"counts": torch.ones(2)},
        tables(2, (2, 2), (2, 2)) | {"centre_vectors": torch.ones(2, 2).long()},
    ],
)
def test_other_data_is_refused(tmp_path, other):
    torch.save(other, tmp_path / "model.pt")
    with pytest.raises(ValueError, match="holds other data than SkipGram"):
        SkipGram.load(tmp_path / "model.pt")


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"model\.pt"):
        SkipGram.load(tmp_path / "model.pt")


def test_gensim_reads_what_is_exported_to_the_last_bit(tmp_path):
    model = SkipGram(Vocabulary.of(TEXT), 500)  # enough components that some need all nine digits
    model.export(tmp_path / "vectors.txt")
    read = KeyedVectors.load_word2vec_format(tmp_path / "vectors.txt")
    assert read.index_to_key == model.vocabulary.words
    assert np.array_equal(read.vectors, model.centre_vectors.detach().numpy())


def test_gensim_finds_the_same_neighbours(model, tmp_path):
    model.export(tmp_path / "vectors.txt")
    theirs = KeyedVectors.load_word2vec_format(tmp_path / "vectors.txt").most_similar("café", topn=3)
    ours = model.neighbours("café", 3)
    assert [word for word, _ in ours] == [word for word, _ in theirs]
    assert [cosine for _, cosine in ours] == pytest.approx([cosine for _, cosine in theirs], abs=1e-6)


@pytest.mark.parametrize("word", ["New York", "", "a\n"])
def test_a_word_that_is_not_one_field_of_a_line_cannot_be_exported(tmp_path, word):
    model = SkipGram(Vocabulary.of([[word, "a"]]), 2)
    with pytest.raises(ValueError, match="is empty or holds white space; the text format cannot hold it"):
        model.export(tmp_path / "vectors.txt")


def test_an_unknown_word_has_no_neighbours_but_is_told_near_ones(model):
    with pytest.raises(KeyError, match="'cafe' is not in the vocabulary; near: café"):
        model.neighbours("cafe")
    with pytest.raises(KeyError, match="3 is not in the vocabulary"):
        model.neighbours(3)


def test_no_more_neighbours_than_there_are_other_words(model):
    assert len(model.neighbours("a", 10)) == 3
