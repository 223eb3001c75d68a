"""Every published case is worked up without an error, and nothing is shown without its source."""

from onconeural.evidence import sources
from onconeural.workup import work_up


def test_all_cases_run(shared_cases):
    assert len(shared_cases) == 40
    for case in shared_cases:
        result = work_up(case)
        assert result.search.plans, case.case_id
        assert len(result.antibodies) == sum(item.name != "none" for item in case.antibodies)
        assert {score.id for score in result.scores} == {"delta_p", "neos", "ape2"}
        for warning in result.warnings:
            assert warning.source is None or warning.source in sources()


def test_both_clocks_run_on_all_cases(shared_cases):
    for case in shared_cases:
        assert work_up(case, clock="since_onset").certainty.clock == "since_onset"


def test_the_shipped_tables_are_the_shared_ones(shared):
    from importlib.resources import files

    for name in ("delta_p", "neos", "ape2", "tumour_search", "antibody_reliability", "pns_care"):
        shipped = (files("onconeural.evidence") / "data" / f"{name}.yaml").read_bytes()
        assert shipped == (shared / "criteria" / f"{name}.yaml").read_bytes(), name


def test_every_tumour_share_stands_in_the_shared_claims_or_cohorts(shared):
    """Each count, or the percentage that it was derived from, is found under the same source in the shared data."""
    import yaml

    from onconeural.evidence import criteria

    known: dict[str, set[float]] = {}
    for claim in yaml.safe_load((shared / "evidence" / "claims.yaml").read_text(encoding="utf-8"))["claims"]:
        quantity = claim["quantity"]
        numbers = known.setdefault(claim["source"], set())
        numbers.update(v for v in (quantity.get("value"), quantity.get("count")) if isinstance(v, int | float))
    for name in ("calibration", "validation"):
        for cohort in yaml.safe_load((shared / "cohorts" / f"{name}.yaml").read_text(encoding="utf-8"))["cohorts"]:
            numbers = known.setdefault(cohort["source"], set())
            for row in cohort["observables"]:
                numbers.update(v for v in (row.get("value"), row.get("count")) if isinstance(v, int | float))
    # The text of a note, and a percentage of those with a tumour instead of all, are checked by hand.
    by_hand = {("hoftberger2015", 6), ("hoftberger2015", 4), ("hoftberger2015", 2), ("lucchinetti1998", 132),
               ("hu24_1992", 16), ("cv2_27_2024", 8), ("cv2_27_2024", 4), ("dubey2020", 23)}  # fmt: skip
    for row in criteria("tumour_frequency")["rows"]:
        if (row["source"], row.get("count")) in by_hand:
            continue
        shown = {row["pct"]} if "pct" in row else {row["count"], *_percentages(row["count"], row["n"])}
        assert shown & known[row["source"]], row


def _percentages(count, n):
    return {round(100 * count / n), round(100 * count / n, 1)}
