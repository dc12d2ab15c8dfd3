"""What the monthly DAG checks of a run directory. Plain Python, so that it is tested without Airflow."""

import csv
import io
import json
import math

# A change of so many standard errors is due to chance in one of twenty.
FAR = 1.959964
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
    """The figures that moved between two alignment.csv files, by the report's rule.

    On the same topics (topics_id) a figure has moved when its change is more than 1.96 standard
    errors for these topics (std_err_fixed) of both months. Elsewhere it has when this month's
    estimate is outside last month's interval and last month's outside this month's. Figures that
    only one of the files has, or that have neither, are left out.
    """
    old = rows(before)
    changes = []
    for key, row in sorted(rows(now).items()):
        last = old.get(key)
        if last is None or not (row["estimate"] and last["estimate"]):
            continue
        a, b = float(last["estimate"]), float(row["estimate"])
        error = _error_on_same_topics(last, row)
        if error is None and not (_has_interval(row) and _has_interval(last)):
            continue
        if abs(b - a) > FAR * error if error else not _within(b, last) and not _within(a, row):
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


def _error_on_same_topics(last, row):
    """The standard error of a change on the same topics; None where they differ or it is unknown."""
    errors = [r.get("std_err_fixed") for r in (last, row)]
    if not row.get("topics_id") or row["topics_id"] != last.get("topics_id") or not all(errors):
        return None
    return math.hypot(*map(float, errors)) or None


def _has_interval(row):
    return all(row[c] for c in ("estimate", "ci_low", "ci_high"))


def _within(value, row):
    return float(row["ci_low"]) <= value <= float(row["ci_high"])
