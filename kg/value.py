"""Values of properties as JSON that loses nothing, and back.

Texts, whole numbers, booleans and finite numbers are themselves. What JSON lacks is an object with
one key: "f32" or "f64" (a vector, little-endian, base64), "float" (nan, inf, -inf), "bytes", or
the Cypher function that makes it: date, datetime, localdatetime, time, localtime, duration, point.
"""

import base64
import binascii
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from kg.errors import ArchiveBroken

_VECTOR = 8
"""Numbers from which on a list is written as a vector."""
_VECTORS = {"f32": "<f4", "f64": "<f8"}
_INTEGER = 2**63
_MADE = {"date", "datetime", "localdatetime", "time", "localtime", "duration", "point"}
_SPAN = ("months", "days", "seconds", "nanoseconds")
_AXES = ("x", "y", "z")


def encoded(value: Any) -> Any:
    """A value of the store as JSON. Raises TypeError for what no property can be."""
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, bytes | bytearray):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, list):
        vector = len(value) >= _VECTOR and all(type(each) is float for each in value)
        return _packed(value) if vector else [encoded(each) for each in value]
    return _made(value)


def decoded(value: Any) -> tuple[Any, str]:
    """The value of JSON, and the Cypher function that has yet to be called on it, or on each of
    a list; "" where it is the value already. Raises ArchiveBroken."""
    if isinstance(value, list):
        parts = [decoded(each) for each in value]
        makers = {maker for _, maker in parts}
        if len(makers) > 1 or any(isinstance(part, list) for part, _ in parts):
            raise ArchiveBroken("A list in it mixes kinds of values.")
        return [part for part, _ in parts], next(iter(makers), "")
    if isinstance(value, dict):
        return _tagged(value)
    if isinstance(value, int) and not -_INTEGER <= value < _INTEGER:
        raise ArchiveBroken(f"{value} in it is larger than a store's numbers.")
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        raise ArchiveBroken(f"{value} in it is no value of a property.")
    return value, ""


def _packed(value: list[float]) -> dict[str, str]:
    wide = np.array(value, dtype="<f8")
    with np.errstate(over="ignore"):
        narrow = wide.astype("<f4")
    same = narrow.astype("<f8").tobytes() == wide.tobytes()
    kind, array = ("f32", narrow) if same else ("f64", wide)
    return {kind: base64.b64encode(array.tobytes()).decode()}


def _made(value: Any) -> dict[str, Any]:
    kind = type(value).__name__
    if kind == "Duration":
        return {"duration": {name: getattr(value, name) for name in _SPAN}}
    if hasattr(value, "srid"):
        return {"point": {"srid": value.srid} | dict(zip(_AXES, value, strict=False))}
    if kind not in {"Date", "Time", "DateTime"}:
        raise TypeError(f"{kind} is no value of a property")
    local = "" if kind == "Date" or value.tzinfo else "local"
    return {local + kind.lower(): value.iso_format() + _zone(value)}


def _zone(value: Any) -> str:
    """The name of a time zone, where it has one and is not only an offset."""
    zone = getattr(value, "tzinfo", None)
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    return f"[{name}]" if name else ""


def _tagged(value: Mapping[str, Any]) -> tuple[Any, str]:
    [(kind, given)] = value.items() if len(value) == 1 else [("", None)]
    if kind in _MADE and isinstance(given, dict if kind in {"duration", "point"} else str):
        return given, kind
    try:
        if kind in _VECTORS:
            return np.frombuffer(_bytes(given), dtype=_VECTORS[kind]).tolist(), ""
        if kind == "bytes":
            return _bytes(given), ""
        if kind == "float" and given in {"nan", "inf", "-inf"}:
            return float(given), ""
    except (binascii.Error, ValueError, TypeError):
        pass
    raise ArchiveBroken(f"{kind or 'An object'} in it is no value of a property.")


def _bytes(text: Any) -> bytes:
    return base64.b64decode(text, validate=True)
