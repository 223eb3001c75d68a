"""exp, log and power for vectors of numbers, written out: the same bits on every machine and for every width."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

from onconeural.engine.codegen.ir import DOUBLE, INTEGER, SHORT, Code, Value, base_of, vector, width_of

_LOG2_E = 1.4426950408889634
_LN2 = 0.6931471805599453


@dataclass(frozen=True)
class _Format:
    """A format of numbers, and how long the series must be that its last place is right.

    ``whole``: whole numbers of the same size; ``fraction``: bits behind the leading one; ``low``, ``high``: exponents
    of 2 that are computed; ``ln2``: the logarithm of 2 in two parts.
    """

    whole: str
    fraction: int
    low: int
    high: int
    tiny: float
    root_half: int
    ln2: tuple[float, float]
    exp: tuple[float, ...]
    log: tuple[float, ...]

    @property
    def big(self) -> float:
        """Adding it rounds to a whole number that stands in the low bits."""
        return 1.5 * 2.0**self.fraction


def _exp_series(terms: int) -> tuple[float, ...]:
    return tuple(1.0 / factorial(k) for k in range(terms, -1, -1))


def _log_series(last: int) -> tuple[float, ...]:
    return tuple(2.0 / d for d in range(last, 2, -2))


_DOUBLE = _Format(
    INTEGER, 52, -1021, 1022, 2.2250738585072014e-308, 0x3FE6A09E667F3BCD,
    (0.693147180369123816490, 1.90821492927058770002e-10), _exp_series(13), _log_series(21),
)  # fmt: skip
_SINGLE = _Format(
    SHORT, 23, -125, 126, 1.1754943508222875e-38, 0x3F3504F3,
    (0.693145751953125, _LN2 - 0.693145751953125), _exp_series(7), _log_series(9),
)  # fmt: skip


def _format(x: Value) -> _Format:
    return _DOUBLE if base_of(x.kind) == DOUBLE else _SINGLE


def exp(code: Code, x: Value) -> Value:
    """The exponential: 2**k times a polynomial on half an octave; infinite above 709 and 0 below -707 (88 and -86)."""
    form = _format(x)
    high, low = (float(int(end * _LN2)) for end in (form.high + 1, form.low))
    inside = code.smaller(code.larger(x, low), high)
    shifted = code.fma(inside, _LOG2_E, code.constant(form.big, x.kind))
    k = shifted - form.big
    r = code.fma(k, -form.ln2[0], inside)
    r = code.fma(k, -form.ln2[1], r)
    result = _scaled(code, _polynomial(code, form.exp, r), shifted)
    result = code.select(x > high, float("inf"), code.select(x < low, 0.0, result))
    return code.select(x.compare("ne", x), x, result)


def _scaled(code: Code, x: Value, shifted: Value) -> Value:
    """X times 2 to the whole number that stands in the low bits."""
    form = _format(x)
    whole = vector(form.whole, width_of(x.kind))
    bits = code.cast(x, "bitcast", whole) + (code.cast(shifted, "bitcast", whole) << form.fraction)
    return code.cast(bits, "bitcast", x.kind)


def _polynomial(code: Code, coefficients: tuple[float, ...], x: Value) -> Value:
    p = code.constant(coefficients[0], x.kind)
    for c in coefficients[1:]:
        p = code.fma(p, x, code.constant(c, x.kind))
    return p


def _parts(code: Code, x: Value) -> tuple[Value, Value, Value]:
    """X as m 2**k with m near 1: k, s = (m - 1)/(m + 1), and the series beyond 2 s of the logarithm of m, by s."""
    form = _format(x)
    whole = vector(form.whole, width_of(x.kind))
    bits = code.cast(code.larger(x, form.tiny), "bitcast", whole)
    k = (bits - form.root_half) >> form.fraction
    m = code.cast(bits - (k << form.fraction), "bitcast", x.kind)
    # the number k + 1.5 * 2**fraction has k in its low bits
    base = code.cast(code.constant(form.big, x.kind), "bitcast", whole)
    moved = code.cast(base + k, "bitcast", x.kind) - form.big
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    return moved, s, _polynomial(code, form.log, z) * z


def log(code: Code, x: Value) -> Value:
    """The natural logarithm: exponent and a series in (m - 1)/(m + 1); minus infinity at 0, not a number below."""
    form = _format(x)
    k, s, tail = _parts(code, x)
    low = code.fma(tail, s, k * form.ln2[1])
    result = code.fma(k, form.ln2[0], code.fma(s, 2.0, low))
    result = code.select(x.compare("eq", float("inf")), x, result)
    result = code.select(x < form.tiny, float("-inf"), result)
    return code.select((x < 0.0) | x.compare("ne", x), float("nan"), result)


def power(code: Code, x: Value, n: Value) -> Value:
    """Power: x**n with the signs and edges that a power has."""
    result = _power_of_size(code, code.math("fabs", x), n)
    zero = x.compare("eq", 0.0)
    edge = code.select(n > 0.0, 0.0, code.select(n < 0.0, float("inf"), code.constant(1.0, x.kind)))
    result = code.select(zero, edge, result)
    negative = x < 0.0
    half = floor(code, n * 0.5) * 2.0
    is_whole = floor(code, n).compare("eq", n)
    signed = code.select(half.compare("eq", n), result, -result)
    result = code.select(negative, code.select(is_whole, signed, float("nan")), result)
    one = n.compare("eq", 0.0) | x.compare("eq", 1.0)
    return code.select(one, 1.0, result)


def _power_of_size(code: Code, x: Value, n: Value) -> Value:
    """X**n for x above 0 as a power of 2: n k is split off whole, so that nothing is lost where x is large or small."""
    form = _format(x)
    k, s, tail = _parts(code, x)
    octave = code.fma(tail, s, s * 2.0) * _LOG2_E
    total = code.fma(n, k, n * octave)
    inside = code.smaller(code.larger(total, float(form.low)), float(form.high))
    shifted = inside + form.big
    rest = code.fma(n, octave, code.fma(n, k, -(shifted - form.big)))
    result = _scaled(code, _polynomial(code, form.exp, rest * _LN2), shifted)
    result = code.select(total > form.high, float("inf"), code.select(total < form.low, 0.0, result))
    infinite = x.compare("eq", float("inf"))
    edge = code.select(n > 0.0, float("inf"), code.constant(0.0, x.kind))
    result = code.select(infinite, edge, result)
    return code.select(total.compare("ne", total) | x.compare("ne", x), float("nan"), result)


def floor(code: Code, x: Value) -> Value:
    """The largest whole number not above x."""
    return code.math("floor", x)
