"""exp, log and power for vectors of numbers, written out: the same bits on every machine and for every width."""

from __future__ import annotations

from math import factorial

from onconeural.engine.codegen.ir import INTEGER, Code, Value, vector, width_of

_BIG = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number that stands in the low bits
_LN2_HIGH, _LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
_EXP = [1.0 / factorial(k) for k in range(13, 1, -1)]
_LOG = [2.0 / d for d in (21, 19, 17, 15, 13, 11, 9, 7, 5, 3)]
_ROOT_HALF_BITS = 0x3FE6A09E667F3BCD  # the bits of sqrt(1/2)
_EXPONENT = 4503599627370496.0  # 2**52
_TINY = 2.2250738585072014e-308


def exp(code: Code, x: Value) -> Value:
    """The exponential: 2**k times a polynomial on half an octave; infinite above 709.78 and 0 below -745."""
    inside = code.smaller(code.larger(x, -708.0), 709.0)
    shifted = code.fma(inside, 1.4426950408889634, code.constant(_BIG, x.kind))
    bits = code.cast(shifted, "bitcast", vector(INTEGER, width_of(x.kind)))
    k = shifted - _BIG
    r = code.fma(k, -_LN2_HIGH, inside)
    r = code.fma(k, -_LN2_LOW, r)
    p = code.constant(_EXP[0], x.kind)
    for c in [*_EXP[1:], 1.0, 1.0]:
        p = code.fma(p, r, code.constant(c, x.kind))
    whole = code.cast(p, "bitcast", bits.kind) + (bits << 52)
    result = code.cast(whole, "bitcast", x.kind)
    result = code.select(x > 709.0, float("inf"), code.select(x < -708.0, 0.0, result))
    return code.select(x.compare("ne", x), x, result)


def log(code: Code, x: Value) -> Value:
    """The natural logarithm: exponent and a series in (m - 1)/(m + 1); minus infinity at 0, not a number below."""
    whole = vector(INTEGER, width_of(x.kind))
    inside = code.larger(x, _TINY)
    bits = code.cast(inside, "bitcast", whole)
    k = (bits - _ROOT_HALF_BITS) >> 52
    m = code.cast(bits - (k << 52), "bitcast", x.kind)
    moved = code.cast(k + (2048 + 0x4330000000000000), "bitcast", x.kind) - (_EXPONENT + 2048.0)
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    p = code.constant(_LOG[0], x.kind)
    for c in _LOG[1:]:
        p = code.fma(p, z, code.constant(c, x.kind))
    tail = code.fma(p * z, s, moved * _LN2_LOW)
    result = code.fma(moved, _LN2_HIGH, code.fma(s, 2.0, tail))
    result = code.select(x.compare("eq", float("inf")), x, result)
    result = code.select(x < _TINY, float("-inf"), result)
    return code.select((x < 0.0) | x.compare("ne", x), float("nan"), result)


def power(code: Code, x: Value, n: Value) -> Value:
    """Power: x**n as exp(n ln|x|), with the signs and edges that a power has."""
    size = code.math("fabs", x)
    result = exp(code, n * log(code, size))
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


def floor(code: Code, x: Value) -> Value:
    """The largest whole number not above x."""
    return code.math("floor", x)
