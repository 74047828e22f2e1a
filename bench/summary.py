"""What a measurement comes to: medians, ratios, the machine it ran on, files and a table.

It promises that no figure is written without the load it was measured under.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

BUDGET_ONE: Final = 1.5  # DESIGN.md 10: one chart with its table
BUDGET_FOUR: Final = 2.5
_LIBRARIES: Final = ("streamlit", "plotly", "duckdb", "pandas", "playwright")

Series = Sequence[float]
Result = Mapping[str, Any]


def quantiles(milliseconds: Series) -> dict[str, float]:
    """Return the median and the ninth decile."""
    p50, p90 = np.quantile(milliseconds, [0.5, 0.9])
    return {"p50": round(float(p50), 1), "p90": round(float(p90), 1)}


def beside(seen: Series, baseline: Series) -> dict[str, Any]:
    """Return how Seen compares with the baseline of the same minutes."""
    own, other = quantiles(seen), quantiles(baseline)
    return {
        "seen": own,
        "baseline": other,
        "ratio_p50": round(own["p50"] / other["p50"], 2),
        "ratio_p90": round(own["p90"] / other["p90"], 2),
        "seen_ms": [round(it, 1) for it in seen],
        "baseline_ms": [round(it, 1) for it in baseline],
    }


def load() -> list[float]:
    """Return the load averages of 1, 5 and 15 minutes; nothing where the system has none."""
    return [round(it, 2) for it in os.getloadavg()] if hasattr(os, "getloadavg") else []


def machine(browser: str) -> dict[str, Any]:
    """Return where this was measured and with which versions."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_mb": _memory_mb(),
        "python": platform.python_version(),
        "chromium": browser,
        **{name: version(name) for name in _LIBRARIES},
    }


def _processor() -> str:
    """Return the name of the processor."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _memory_mb() -> int | None:
    """Return how much memory the machine has."""
    names = {"SC_PAGE_SIZE", "SC_PHYS_PAGES"}
    if not names <= set(getattr(os, "sysconf_names", {})):
        return None
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def resident_mb(process: int) -> float | None:
    """Return the resident memory of a process; None where the system does not list it."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    lines = status.read_text(encoding="utf-8").splitlines()
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return round(kilobytes / 1024, 1)


def write(target: Path, content: str) -> None:
    """Write a file beside its target, then rename it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    beside.write_text(content, encoding="utf-8")
    beside.replace(target)


def keep(result: Result, folder: Path) -> Path:
    """Write a result, and the table of all results of its folder; return the result's file."""
    target = folder / f"click-{result['encounters']}.json"
    write(target, json.dumps(result, indent=1) + "\n")
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("click-*.json")]
    tables = [markdown(it) for it in sorted(found, key=lambda it: int(it["encounters"]))]
    intro = "# Click to repaint\n\nWritten by `python -m bench.click`, which says how.\n"
    write(folder / "click.md", "\n".join([intro, *tables]))
    return target


def markdown(result: Result) -> str:
    """Return one result as a section with its tables."""
    lines = [
        f"## {result['encounters']:,} encounters",
        "",
        _circumstances(result),
        "",
        "| page | filter | clicks | Seen p50 / p90 ms | baseline p50 / p90 ms | ratio p50 (p90) |",
        "|---|---|---|---|---|---|",
        *(_row(name, kind, it) for name, kind, it in _series(result)),
        "",
        f"Budget at p50: one chart with its table {BUDGET_ONE} times the baseline, four charts "
        f"{BUDGET_FOUR} times. Every page is measured with its table open.",
        "",
        *_data_lines(result["data_time"]),
        *_cold_lines(result.get("cold_start")),
        *_memory_lines(result.get("memory")),
    ]
    return "\n".join(lines) + "\n"


def _circumstances(result: Result) -> str:
    """Return when, where and under which load."""
    where = result["machine"]
    loads = f"{result['load']['before']} before, {result['load']['after']} after"
    return (
        f"{result['measured_at']}, {where['processor']}, {where['cores']} cores, "
        f"{where['system']}; Chromium {where['chromium']}, Python {where['python']}, "
        f"Streamlit {where['streamlit']}, Plotly {where['plotly']}, DuckDB {where['duckdb']}. "
        f"Load averages (1, 5, 15 minutes): {loads}. Data file: {result['file_mb']} MB."
    )


def _series(result: Result) -> list[tuple[str, str, dict[str, Any]]]:
    """Return every series of clicks with its page and its kind."""
    return [
        (name, kind, found)
        for name, kinds in result["clicks"].items()
        for kind, found in kinds.items()
    ]


def _row(name: str, kind: str, found: dict[str, Any]) -> str:
    """Return one series as a row."""
    own, other = found["seen"], found["baseline"]
    return (
        f"| {name} | {kind} | {len(found['seen_ms'])} | {own['p50']:.0f} / {own['p90']:.0f} "
        f"| {other['p50']:.0f} / {other['p90']:.0f} "
        f"| {found['ratio_p50']:.2f} ({found['ratio_p90']:.2f}) |"
    )


def _data_lines(pages: Mapping[str, Any]) -> list[str]:
    """Return the data time of each page."""
    rows = [
        f"| {name} | {it['questions']} | {it['p50']:.0f} / {it['p90']:.0f} | {it['cpu_p50']:.0f} |"
        for name, it in pages.items()
    ]
    return [
        "Data time alone, uncached (query, statistics, guard; all Questions of the page):",
        "",
        "| page | Questions | p50 / p90 ms | of the processors, p50 ms |",
        "|---|---|---|---|",
        *rows,
        "",
    ]


def _cold_lines(found: Mapping[str, Any] | None) -> list[str]:
    """Return how long the first figure takes after a start."""
    if not found:
        return []
    said = [
        f"{name} {np.median(it['healthy_s']):.1f} s until the server answers, "
        f"{np.median(it['first_figure_s']):.1f} s until the first figure is drawn"
        for name, it in found.items()
    ]
    return [f"Cold start, empty browser cache, median: {'; '.join(said)}.", ""]


def _memory_lines(found: Mapping[str, Any] | None) -> list[str]:
    """Return the memory of the server."""
    if not found or found["after_mb"] is None:
        return []
    return [
        f"Resident memory of the server: {found['before_mb']:.0f} MB after its first session, "
        f"{found['after_mb']:.0f} MB with {found['sessions']} sessions open ({found['client']}).",
        "",
    ]
