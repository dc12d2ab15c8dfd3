"""What the monthly DAG checks of a run directory. Plain Python, so that it is tested without Airflow."""

import csv
import io
import json

KEY = ("model", "family", "language", "level", "group", "metric")


class RunProblem(Exception):
    """A run that must not be taken for a result."""


def check_manifest(text, allow_dead_letters=False):
    """Checks that a run has ended whole and is no simulation; gives its manifest.

    text is the content of manifest.json, or None where there is none.
    """
    if text is None:
        raise RunProblem("The run directory has no manifest.json: the job has not begun to write.")
    manifest = json.loads(text)
    if "ended" not in manifest:
        raise RunProblem("The manifest has no end: the job stopped before its last step.")
    letters = {s: n for s, n in manifest.get("dead_letters", {}).items() if n}
    if letters and not allow_dead_letters:
        raise RunProblem(
            "Some elements were not worked on: %s. See dead-letters/ in the run directory." % letters
        )
    if manifest.get("data") == "SIMULATED":
        raise RunProblem("The run is simulated: it says nothing about any real model.")
    return manifest


def rows(text):
    """The rows of alignment.csv by what they are about."""
    table = {}
    for row in csv.DictReader(io.StringIO(text)):
        if row.get("persona"):
            continue  # the monthly run compares prompts that name no country
        table[tuple(row[k] for k in KEY)] = row
    return table


def moved(before, now):
    """The figures that left each other's interval between two alignment.csv files.

    A figure has moved when either estimate lies outside the other's interval in both directions:
    this month's outside last month's interval, and last month's outside this month's. Figures that
    only one of the files has, or that have no interval, are left out.
    """
    old = rows(before)
    changes = []
    for key, row in sorted(rows(now).items()):
        last = old.get(key)
        if last is None or not (_has_interval(row) and _has_interval(last)):
            continue
        a, b = float(last["estimate"]), float(row["estimate"])
        if not _within(b, last) and not _within(a, row):
            changes.append(dict(zip(KEY, key), before=a, now=b, change=b - a))
    return changes


def previous_month(month):
    """'2026-01' becomes '2025-12'."""
    year, number = (int(part) for part in month.split("-"))
    return "%04d-%02d" % ((year - 1, 12) if number == 1 else (year, number - 1))


def as_csv(changes):
    """The changes as a table; its header alone where nothing moved."""
    out = io.StringIO()
    writer = csv.DictWriter(out, KEY + ("before", "now", "change"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(changes)
    return out.getvalue()


def _has_interval(row):
    return all(row[c] for c in ("estimate", "ci_low", "ci_high"))


def _within(value, row):
    return float(row["ci_low"]) <= value <= float(row["ci_high"])
