"""What annotation tools export: doccano and Prodigy JSONL, Label Studio JSON and JSONL.

doccano       {"text": ..., "label": [[0, 5, "PER"]]}       (also "labels", "entities")
Prodigy       {"text": ..., "spans": [{"start": 0, "end": 5, "label": "PER"}], "answer": "accept"}
Label Studio  {"data": {"text": ...}, "annotations": [{"result": [{"value": {...}}]}]}, and its
              short form {"text": ..., "label": [{"start": 0, "end": 5, "labels": ["PER"]}]}
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.extract.tagging import Span
from ingest.ner.sentence import Sentence
from kg.errors import LabelsUnreadable

_HINT = "See docs/ner.md for the forms that are read."
_REFUSED = ("reject", "ignore")


def read_annotations(text: str) -> list[Sentence]:
    """The texts of a JSON array or of JSON lines; what was rejected in Prodigy is left out.

    LabelsUnreadable says which record cannot be read, or has a span outside its text or two that
    overlap.
    """
    return [
        _sentence(record, number)
        for number, record in enumerate(_records(text), start=1)
        if record.get("answer") not in _REFUSED
    ]


def write_annotations(sentences: Sequence[Sentence]) -> str:
    """JSON lines as doccano reads and writes them."""
    rows = ({"text": one.text, "label": [list(span) for span in one.spans]} for one in sentences)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _records(text: str) -> Iterator[Mapping[str, Any]]:
    for number, record in _values(text):
        if not isinstance(record, dict):
            raise LabelsUnreadable(f"Record {number} is no JSON object.", hint=_HINT)
        yield record


def _values(text: str) -> Iterator[tuple[int, Any]]:
    if text.lstrip().startswith("["):
        yield from enumerate(_parsed(text, 1), start=1)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _parsed(line, number)


def _parsed(text: str, number: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LabelsUnreadable(f"Line {number} is no JSON: {error}.", hint=_HINT) from None


def _sentence(record: Mapping[str, Any], number: int) -> Sentence:
    try:
        text, found = _text(record), sorted(set(_spans(record)))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        what = f"Record {number} has no text with spans ({type(error).__name__}: {error})."
        raise LabelsUnreadable(what, hint=_HINT) from None
    end = 0
    for span in found:
        if not end <= span.start < span.end <= len(text):
            what = f"Record {number} has the span {list(span)}, which is empty, overlaps another"
            raise LabelsUnreadable(f"{what} or leaves its text.", hint=_HINT)
        end = span.end
    return Sentence(text, tuple(found))


def _text(record: Mapping[str, Any]) -> str:
    text = record["text"] if "text" in record else record["data"]["text"]
    if not isinstance(text, str):
        raise TypeError("text is no string")
    return text


def _spans(record: Mapping[str, Any]) -> Iterator[Span]:
    if "annotations" in record:
        kept = [one for one in record["annotations"] if not one.get("was_cancelled")]
        for result in kept[0]["result"] if kept else ():
            if "labels" in result.get("value", {}):
                yield _span(result["value"])
        return
    names = (name for name in ("spans", "label", "labels", "entities") if name in record)
    for span in record.get(next(names, ""), ()) or ():
        yield _span(span)


def _span(span: Any) -> Span:
    if isinstance(span, dict):
        start = span["start"] if "start" in span else span["start_offset"]
        end = span["end"] if "end" in span else span["end_offset"]
        label = span["label"] if "label" in span else span["labels"][0]
    else:
        start, end, label = span
    return Span(int(start), int(end), str(label))
