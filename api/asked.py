"""The configuration of a training from what was said on the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gnn.training import PRESETS, STAGES, Stage, TrainConfig
from kg.errors import SettingsError


def asked(
    preset: str, options: Mapping[str, Any], themes: str, settings: Sequence[str]
) -> TrainConfig:
    """The preset, or the default, with all that is said otherwise.

    `options` that are None are not said; `settings` are texts as "weights.views=0.5". A fusion that
    needs something to learn from gets it unless `weights.views` is said. Raises
    SettingsError for an unknown preset or option, or a value of another kind.
    """
    if preset and preset not in PRESETS:
        raise SettingsError(f"There is no preset {preset!r}.", hint=f"Known: {', '.join(PRESETS)}.")
    config = PRESETS[preset] if preset else TrainConfig()
    said = {name: value for name, value in options.items() if value is not None}
    if "width" in said:
        config = replace(config, shape=replace(config.shape, width=said.pop("width")))
    order = tuple(name.strip() for name in themes.split(",") if name.strip())
    config = replace(config, **said, themes=order or config.themes)
    for text in settings:
        config = _changed(config, text)
    said_views = any(text.partition("=")[0].strip() == "weights.views" for text in settings)
    return config if said_views else config.taught()


def _changed(config: TrainConfig, text: str) -> TrainConfig:
    path, equals, value = text.partition("=")
    whole, _, part = path.strip().rpartition(".")
    owner: Any = config if not whole else getattr(config, whole, None)
    if not equals or whole not in ("", "shape", "weights") or not hasattr(owner, part):
        raise SettingsError(
            f"--set {text}: there is no such option.",
            hint="Write NAME=VALUE with a name from docs/training.md, as weights.views=0.5.",
        )
    if part == "stages":
        return replace(config, stages=_stages(value.strip(), text))
    changed = replace(owner, **{part: _as(getattr(owner, part), value.strip(), text)})
    return replace(config, **{whole: changed}) if whole else changed


def _stages(value: str, text: str) -> tuple[Stage, ...]:
    if value not in ("three", "none"):
        raise SettingsError(f"--set {text}: stages are three or none.")
    return STAGES if value == "three" else ()


def _as(known: Any, value: str, text: str) -> Any:
    """`value` as what the option is now."""
    try:
        if isinstance(known, bool):
            return {"true": True, "false": False}[value.casefold()]
        if isinstance(known, tuple):
            return tuple(each.strip() for each in value.split(",") if each.strip())
        return type(known)(value)
    except (ValueError, KeyError):
        raise SettingsError(f"--set {text}: this is no {type(known).__name__}.") from None
