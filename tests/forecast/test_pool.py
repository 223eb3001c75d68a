"""The pool on disk: the same as drawn, and nothing that this user did not write is used."""

import numpy as np
import pytest

from onconeural.forecast import pool as module
from onconeural.forecast.pool import block
from onconeural.storage import Store


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("ONCONEURAL_CACHE", str(tmp_path))
    monkeypatch.setattr(module, "BLOCK", 200)
    return tmp_path / "pool"


def draws(monkeypatch):
    """How often lives are simulated from here on."""
    count = []
    original = module.diseased
    monkeypatch.setattr(module, "diseased", lambda *a: count.append(1) or original(*a))
    return count


def same(one, two):
    assert np.array_equal(one.who.age, two.who.age)
    assert np.array_equal(one.who.tumour, two.who.tumour)
    one, two = one.people, two.people
    assert np.array_equal(one.patient, two.patient)
    assert np.array_equal(one.state, two.state)
    assert np.array_equal(one.tumour_found, two.tumour_found, equal_nan=True)
    assert one.parameters.keys() == two.parameters.keys()
    assert all(np.array_equal(one.parameters[s], two.parameters[s]) for s in one.parameters)
    assert (one.searched, one.failed) == (two.searched, two.failed)


def test_the_second_time_nobody_is_simulated(cache, monkeypatch):
    first = block("hu", 1, 0, lambda share: None)
    count = draws(monkeypatch)
    same(first, block("hu", 1, 0, lambda share: None))
    assert count == []
    block("hu", 2, 0, lambda share: None)
    assert count
    assert 200 / 3 < len(first) < 200 * 3  # one guess of hits for all antibodies and draws


@pytest.mark.parametrize("harm", ["altered", "shared", "short"])
def test_a_file_that_cannot_be_trusted_is_drawn_again(cache, monkeypatch, harm):
    first = block("hu", 1, 0, lambda share: None)
    for path in cache.iterdir():
        if harm == "altered":
            image = bytearray(path.read_bytes())
            image[-100] ^= 1
            path.write_bytes(bytes(image))
        elif harm == "short":
            path.write_bytes(path.read_bytes()[:1000])
        else:
            path.chmod(0o666)
    count = draws(monkeypatch)
    same(first, block("hu", 1, 0, lambda share: None))
    assert count


def test_without_a_folder_nothing_is_kept(cache, monkeypatch):
    monkeypatch.setenv("ONCONEURAL_CACHE", "")
    block("hu", 1, 0, lambda share: None)
    assert not cache.exists()


def test_old_blocks_are_removed(cache, monkeypatch):
    monkeypatch.setattr(module, "KEPT", Store("pool", most=2))
    for seed in (1, 2, 3):
        block("hu", seed, 0, lambda share: None)
    assert len(list(cache.iterdir())) == 2


def test_two_at_once_draw_the_same_and_leave_one_whole_file(cache):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as both:
        one, two = both.map(lambda _: block("hu", 1, 0, lambda share: None), range(2))
    same(one, two)
    assert len(list(cache.iterdir())) == 1
    same(one, block("hu", 1, 0, lambda share: None))
