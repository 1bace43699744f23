"""What the tables that compare must hold, worked out of the figures of a made-up corpus with polars alone.

Nothing here reads the definitions that the models read: formulas, mappings between forms, rules of comparison and
grades are written a second time, from the forms themselves, so that the two can disagree.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add

import polars as pl

from tests.marts import places
from tests.marts.corpus import DENIED, OTHER, REFUSED, UNAVAILABLE, Corpus

Expr = pl.Expr
NEW = ("2019", "2021")
TABLE = ("2014", "2019", "2021")
PEOPLE = ("business", "research", "public_welfare", "legal_service", "other")
GROUNDS = {"denied": DENIED, "unavailable": UNAVAILABLE, "refused": REFUSED}
SPEAKS = ("government", "government_office")


def _sum(expressions: list[Expr]) -> Expr:
    """A sum that is NULL where one of its terms is."""
    return reduce(add, expressions)


def _a(*rows: str, who: tuple[str, ...] = ("total",)) -> Expr:
    return _sum([pl.col(f"applications.{row}.{column}") for row in rows for column in who])


def _d(subject: str, *measures: str) -> Expr:
    return _sum([pl.col(f"disclosures.{subject}.{measure}") for measure in measures])


def _reviews(*outcomes: str) -> Expr:
    return _sum([pl.col(f"reviews.review.{outcome}") for outcome in outcomes])


def _court(*outcomes: str, routes: tuple[str, ...] = ("direct", "after_review")) -> Expr:
    return _sum([pl.col(f"litigation.{route}.{outcome}") for route in routes for outcome in outcomes])


def _act(topic: str, measure: str) -> Expr:
    return pl.col(f"activities.{topic}.{measure}")


OF_REVIEWS = (
    "reviews_received", "reviews_upheld", "reviews_corrected", "reviews_other", "reviews_pending",
    "review_correction_rate", "review_rate", "reviews_pending_share",
)  # fmt: skip
DECIDED = ("upheld", "corrected", "other")


def _closed(form: str) -> dict[str, Expr]:
    """The ways in which applications were closed, as each form has them."""
    if form in NEW:
        either = {
            group: pl.coalesce(_a(*grounds), pl.col(f"applications.{group}.total"))
            for group, grounds in GROUNDS.items()
        }
        return either | {"granted": _a("granted"), "partially_granted": _a("partially_granted")}
    if form == "2014":
        return {
            "denied": _a("denied"),
            "unavailable": _a("not_existing", "not_this_agency"),
            "granted": _a("granted"),
            "partially_granted": _a("partially_granted"),
        }
    return {group: _a(group) for group in ("denied", "unavailable", "refused", "granted", "partially_granted")}


def _pairs(form: str) -> dict[str, tuple[Expr, Expr | None]]:
    """Numerator and denominator (None for a volume) of every indicator that can be computed on the form."""
    out: dict[str, tuple[Expr, Expr | None]] = {}
    all_closed, closed = _a("total_closed"), _closed(form)
    all_outcomes = _a("total_answered") if form == "2014" else all_closed
    out["applications_received"] = _a("new_received"), None
    out["applications_closed"] = all_closed, None
    out["applications_carried_in"] = _a("carried_in"), None
    out["applications_carried_out"] = _a("carried_out"), None
    out["backlog_rate"] = _a("carried_out"), _a("new_received", "carried_in")
    out["backlog_growth"] = _a("carried_out") - _a("carried_in"), None
    out["disclosure_rate"] = closed["granted"] + closed["partially_granted"], all_outcomes
    out["full_disclosure_rate"] = closed["granted"], all_outcomes
    out["partial_disclosure_rate"] = closed["partially_granted"], all_outcomes
    out["denial_rate"] = closed["denied"], all_outcomes
    out["unavailable_rate"] = closed["unavailable"], all_outcomes
    out["applications_granted"] = closed["granted"], None
    out["applications_partially_granted"] = closed["partially_granted"], None
    out["applications_denied"] = closed["denied"], None
    out["applications_unavailable"] = closed["unavailable"], None
    if "refused" in closed:
        out["not_processed_rate"] = closed["refused"], all_outcomes
        out["applications_not_processed"] = closed["refused"], None
        refusals = closed["denied"] + closed["unavailable"] + closed["refused"]
        out["refusals"] = refusals, None
        out["refusal_rate"] = refusals, all_outcomes
    if form in NEW:
        for group, who in (("natural_person", ("natural_person",)), ("legal_person", PEOPLE)):
            out[f"applications_{group}"] = _a("new_received", who=who), None
            total = _a("total_closed", who=who)
            out[f"disclosure_rate_{group}"] = _a("granted", "partially_granted", who=who), total
            out[f"denial_rate_{group}"] = _a(*DENIED, who=who), total
        out["natural_person_share"] = _a("new_received", who=("natural_person",)), _a("new_received")
        for ground in (*DENIED, *UNAVAILABLE, *REFUSED):
            out[_rate_name(ground)] = _a(ground), all_outcomes
        other = _a(*OTHER[form])
        other = pl.coalesce(other, _a("other")) if form == "2021" else other
        out["other_handling_rate"] = other, all_outcomes
        out["applications_handled_otherwise"] = other, None
        out |= _pairs_of_the_contested()
        out |= _pairs_of_administration(form)
        out["processing_fees"] = _act("fees", "fees_charged"), None
    elif form == "2014":
        out |= _pairs_of_2014(all_closed, all_outcomes)
    else:
        out["other_handling_rate"] = _a("other"), all_outcomes
        out["applications_handled_otherwise"] = _a("other"), None
        out["reviews_received"] = _reviews("total"), None
        out["reviews_upheld"] = _reviews("upheld"), None
        out["reviews_corrected"] = _reviews("corrected"), None
        out["review_rate"] = _reviews("total"), all_closed
        out["litigation_received"] = _court("total", routes=("all",)), None
        out["litigation_upheld"] = _court("upheld", routes=("all",)), None
        out["litigation_corrected"] = _court("corrected", routes=("all",)), None
        out["litigation_rate"] = _court("total", routes=("all",)), all_closed
        out["processing_fees"] = _act("fees", "fees_charged"), None
    for measure in ("published", "published_in_gazette", "published_on_website", "published_on_weibo"):
        out[f"information_{measure}"] = _d("information", measure), None
    out["information_published_on_wechat"] = _d("information", "published_on_wechat"), None
    for name, topic in (
        ("press_conferences", "responses"),
        ("policy_explanations", "responses"),
        ("training_courses", "meetings"),
        ("people_trained", "meetings"),
        ("complaints", "complaints"),
    ):
        out[name] = _act(topic, name), None
    return out


def _rate_name(ground: str) -> str:
    return "not_held_rate" if ground == "unavailable_not_held" else f"{ground}_rate"


def _pairs_of_the_contested() -> dict[str, tuple[Expr, Expr | None]]:
    cases = pl.coalesce(_court("total"), pl.col("litigation.all.total"))
    corrected = pl.coalesce(_court("corrected"), pl.col("litigation.all.corrected"))
    out = {
        "reviews_received": (_reviews("total"), None),
        "reviews_upheld": (_reviews("upheld"), None),
        "reviews_corrected": (_reviews("corrected"), None),
        "reviews_other": (_reviews("other"), None),
        "reviews_pending": (_reviews("pending"), None),
        "litigation_upheld": (pl.coalesce(_court("upheld"), pl.col("litigation.all.upheld")), None),
        "litigation_other": (_court("other"), None),
        "litigation_pending": (_court("pending"), None),
        "review_correction_rate": (_reviews("corrected"), _reviews(*DECIDED)),
        "review_rate": (_reviews("total"), _a("total_closed")),
        "reviews_pending_share": (_reviews("pending"), _reviews("total")),
        "litigation_received": (cases, None),
        "litigation_corrected": (corrected, None),
        "court_correction_rate": (corrected, _court(*DECIDED)),
        "litigation_rate": (cases, _a("total_closed")),
        "litigation_after_review_share": (_court("total", routes=("after_review",)), cases),
    }
    for route in ("direct", "after_review"):
        out[f"court_correction_rate_{route}"] = _court("corrected", routes=(route,)), _court(*DECIDED, routes=(route,))
    return out


def _pairs_of_administration(form: str) -> dict[str, tuple[Expr, Expr | None]]:
    volumes = {
        "normative_documents_made": _d("normative_documents", "made"),
        "rules_made": _d("rules", "made"),
        "licensing_decisions": _d("licensing", "decisions"),
        "penalty_decisions": _d("penalty", "decisions"),
        "compulsion_decisions": _d("compulsion", "decisions"),
    }
    if form == "2019":
        items = ("items_last_year", "items_change")
        volumes |= {
            "normative_documents_published": _d("normative_documents", "published"),
            "normative_documents_public_total": _d("normative_documents", "public_total"),
            "other_services_decisions": _d("other_services", "decisions"),
            "licensing_items": _d("licensing", *items),
            "penalty_items": _d("penalty", *items),
            "compulsion_items": _d("compulsion", *items),
            "fee_items": _d("fees", *items),
            "procurement_projects": _d("procurement", "projects"),
            "procurement_amount": _d("procurement", "amount"),
        }
    else:
        volumes |= {
            "normative_documents_abolished": _d("normative_documents", "abolished"),
            "normative_documents_in_force": _d("normative_documents", "in_force"),
            "rules_abolished": _d("rules", "abolished"),
            "rules_in_force": _d("rules", "in_force"),
            "administrative_fees": _d("fees", "amount"),
        }
    return {name: (volume, None) for name, volume in volumes.items()}


def _pairs_of_2014(closed: Expr, answered: Expr) -> dict[str, tuple[Expr, Expr | None]]:
    out = {
        f"received_{channel}_share": (_a(f"received_{channel}"), _a("new_received"))
        for channel in ("in_person", "by_fax", "online", "by_post")
    }
    out |= {
        "extension_rate": (_a("closed_extended"), closed),
        "denied_state_secret_rate": (_a("denied_state_secret"), answered),
        "denied_prohibited_by_law_rate": (_a("denied_other_law"), answered),
        "denied_security_and_stability_rate": (_a("denied_security_and_stability"), answered),
        "denied_third_party_rights_rate": (_a("denied_trade_secret", "denied_privacy"), answered),
        "denied_not_government_information_rate": (_a("denied_not_government_information"), answered),
        "not_held_rate": (_a("not_existing", "not_this_agency"), answered),
        "already_public_rate": (_a("already_public"), answered),
        "reviews_received": (_reviews("total"), None),
        "reviews_upheld": (_reviews("upheld"), None),
        "reviews_corrected": (_reviews("corrected"), None),
        "reviews_other": (_reviews("other"), None),
        "review_correction_rate": (_reviews("corrected"), _reviews(*DECIDED)),
        "review_rate": (_reviews("total"), closed),
        "litigation_received": (_court("total", routes=("all",)), None),
        "litigation_upheld": (_court("upheld", routes=("all",)), None),
        "litigation_other": (_court("other", routes=("all",)), None),
        "litigation_corrected": (_court("corrected", routes=("all",)), None),
        "court_correction_rate": (_court("corrected", routes=("all",)), _court(*DECIDED, routes=("all",))),
        "litigation_rate": (_court("total", routes=("all",)), closed),
        "information_published_otherwise": (_d("information", "published_otherwise"), None),
        "normative_documents_made": (_d("normative_documents", "made"), None),
        "normative_documents_published": (_d("normative_documents", "published"), None),
        "processing_fees": (_act("fees", "fees_charged"), None),
        "full_time_staff_share": (_act("resources", "staff_full_time"), _act("resources", "staff")),
        "staff": (_act("resources", "staff"), None),
        "dedicated_offices": (_act("resources", "dedicated_offices"), None),
        "reading_points": (_act("resources", "reading_points"), None),
        "disclosure_budget": (_act("resources", "budget"), None),
        "meetings": (_act("meetings", "meetings"), None),
        "matters_answered": (_act("responses", "matters_answered"), None),
        "online_interviews": (_act("responses", "online_interviews"), None),
    }
    return out


# Where an indicator means the same: on the forms of 2019 and 2021, and for these elsewhere too or instead.
COMPARABLE: dict[str, tuple[str, ...]] = (
    dict.fromkeys(
        (
            "applications_received", "applications_closed", "applications_carried_in", "applications_carried_out",
            "backlog_rate", "backlog_growth",
        ),
        (*TABLE, "narrative"),
    )
    | dict.fromkeys(
        (
            "denied_state_secret_rate", "denied_security_and_stability_rate", "denied_third_party_rights_rate",
            "review_correction_rate", "reviews_upheld", "reviews_corrected", "reviews_other",
            "court_correction_rate", "litigation_upheld", "litigation_corrected", "litigation_other",
            "normative_documents_made",
        ),
        TABLE,
    )
    | {"normative_documents_published": ("2014", "2019")}
    | dict.fromkeys(
        (
            "received_in_person_share", "received_by_fax_share", "received_online_share", "received_by_post_share",
            "extension_rate", "already_public_rate", "denied_not_government_information_rate", "full_time_staff_share",
            "staff", "dedicated_offices", "reading_points", "disclosure_budget", "meetings", "matters_answered",
            "online_interviews", "information_published", "information_published_in_gazette",
            "information_published_on_website", "information_published_on_weibo", "information_published_on_wechat",
            "information_published_otherwise", "press_conferences", "policy_explanations", "training_courses",
            "people_trained", "complaints",
        ),
        ("2014",),
    )
)  # fmt: skip
ONE_FORM = {
    "2019": (
        "normative_documents_public_total", "other_services_decisions", "licensing_items", "penalty_items",
        "compulsion_items", "fee_items", "procurement_projects", "procurement_amount",
    ),
    "2021": (
        "normative_documents_abolished", "normative_documents_in_force", "rules_abolished", "rules_in_force",
        "administrative_fees",
    ),
}  # fmt: skip


def comparable_forms(indicator: str) -> tuple[str, ...]:
    """Return the forms on which the indicator means the same."""
    for form, indicators in ONE_FORM.items():
        if indicator in indicators:
            return (form,)
    return COMPARABLE.get(indicator, NEW)


# Which of the made-up bodies took over from which, and whether a series goes on there.
SUCCEEDED = {
    ("国土资源局", "自然资源局"): ("merged", True),
    ("工商行政管理局", "市场监督管理局"): ("merged", True),
    ("扶贫开发办公室", "乡村振兴局"): ("renamed", True),
    ("环境保护局", "生态环境局"): ("reorganised", True),
    ("科学技术局", "市场监督管理局"): ("duties_moved", False),
}


@dataclass
class Truth:
    """The truth of one corpus; each property is what one table must hold."""

    corpus: Corpus

    @cached_property
    def reports(self) -> pl.DataFrame:
        """The reports that can be compared."""
        return self.corpus.reports.filter("is_comparable")

    @cached_property
    def cells(self) -> dict[str, pl.DataFrame]:
        """A row a comparable report of each form, with the figures of its tables and of its prose."""
        prose = (
            self.corpus.prose.with_columns(
                cell=pl.concat_str("fact_table", "row_code", "column_code", separator="."),
                value=pl.col("value").cast(pl.Float64),
            )
            .pivot("cell", index="report_id", values="value")
        )  # fmt: skip
        found = {}
        for form in (*TABLE, "narrative"):
            of_form = self.reports.filter(pl.col("form") == form).select("report_id")
            if form in self.corpus.values:
                table = self.corpus.values[form]
                of_form = of_form.join(table.with_columns(pl.exclude("report_id").cast(pl.Float64)), on="report_id")
            stated = [c for c in prose.columns if c == "report_id" or c not in of_form.columns]
            found[form] = of_form.join(prose.select(stated), on="report_id", how="left")
        return found

    @cached_property
    def indicators(self) -> pl.DataFrame:
        """Every indicator of every comparable report that its form allows."""
        parts = []
        for form, cells in self.cells.items():
            pairs = _pairs(form)
            needed = {name for pair in pairs.values() for e in pair if e is not None for name in e.meta.root_names()}
            absent = [pl.lit(None, pl.Float64).alias(name) for name in sorted(needed - set(cells.columns))]
            full = cells.with_columns(absent)
            for indicator, (numerator, denominator) in pairs.items():
                parts.append(
                    full.select(
                        "report_id",
                        indicator=pl.lit(indicator),
                        numerator=numerator,
                        denominator=pl.lit(None, pl.Float64) if denominator is None else denominator,
                        is_rate=pl.lit(denominator is not None),
                        is_comparable=pl.lit(form in comparable_forms(indicator)),
                    )
                )
        every = pl.concat(parts).with_columns(
            is_stated=pl.col("numerator").is_not_null() & (pl.col("denominator").is_not_null() | ~pl.col("is_rate"))
        )
        value = (
            pl.when(~pl.col("is_stated")).then(None)
            .when(~pl.col("is_rate")).then("numerator")
            .when(pl.col("denominator") == 0).then(None)
            .otherwise(pl.col("numerator") / pl.col("denominator"))
        )  # fmt: skip
        heads = self.reports.select("report_id", "agency_id", "report_year", "form")
        return every.with_columns(value=value).join(heads, on="report_id")

    @cached_property
    def doubted(self) -> pl.DataFrame:
        """Which indicators of which reports use a figure of an identity that fails there: the corpus plants reviews."""
        failing = pl.col("report_id").is_in(list(self.corpus.failures)) & pl.col("indicator").is_in(OF_REVIEWS)
        return self.indicators.filter(failing).select("report_id", "indicator")

    @cached_property
    def peers(self) -> pl.DataFrame:
        group = ["indicator", "report_year", "function", "admin_level", "reporting_scope", "apart"]
        value, n = pl.col("value"), pl.len().over(group)
        return (
            self.indicators.filter(pl.col("value").is_not_null())
            .join(self.reports.select("report_id", "function", "admin_level", "reporting_scope"), on="report_id")
            .with_columns(apart=pl.when(~pl.col("is_comparable")).then("form").otherwise(pl.lit("")))
            .with_columns(
                peer_count=n,
                rank=value.rank("min", descending=True).over(group),
                lower=value.rank("min").over(group) - 1,
            )
            .with_columns(
                percentile=pl.when(pl.col("peer_count") > 1).then(pl.col("lower") / (pl.col("peer_count") - 1))
            )
            .join(self.doubted.with_columns(in_failed_identity=pl.lit(True)), on=["report_id", "indicator"], how="left")
            .with_columns(pl.col("in_failed_identity").fill_null(False))
            .select(
                "indicator",
                "agency_id",
                "report_year",
                "value",
                "peer_count",
                "rank",
                "percentile",
                "in_failed_identity",
            )
        )

    @cached_property
    def successions(self) -> pl.DataFrame:
        """Which of the bodies that reported took over from which."""
        bodies = self.reports.group_by("agency_id").agg(
            pl.col("body").first(), pl.col("region_code").first(), pl.col("admin_level").first(),
            pl.col("report_year").max().alias("last_year"),
        )  # fmt: skip
        by_place = defaultdict(list)
        for body in bodies.iter_rows(named=True):
            by_place[body["region_code"], body["admin_level"]].append(body)
        found = []
        for old in bodies.iter_rows(named=True):
            here = [(old["region_code"], 0, None)]
            for code, since, merged in here + places.later(old["region_code"], old["last_year"]):
                for new in by_place[code, old["admin_level"]]:
                    succession = _succession(old, new, since, merged)
                    if succession:
                        found.append((old["agency_id"], new["agency_id"], *succession))
        names = ["predecessor_agency_id", "successor_agency_id", "kind", "is_followed"]
        return pl.DataFrame(found, schema=names, orient="row").unique()

    @cached_property
    def followed(self) -> dict[str, str]:
        """The body under which each body is found today."""
        last_years = dict(self.reports.group_by("agency_id").agg(pl.col("report_year").max()).iter_rows())
        after = defaultdict(list)
        for old, new, _, is_followed in self.successions.iter_rows():
            if is_followed:
                after[old].append((-last_years[new], new))

        def last(agency: str) -> str:
            return last(min(after[agency])[1]) if after[agency] else agency

        return {agency: last(agency) for agency in last_years}

    @cached_property
    def reports_before(self) -> pl.DataFrame:
        """Each report with that of the year before: the body's own, else that under its only former name."""
        heads = self.reports.select("report_id", "agency_id", "report_year", "form")
        last = heads.rename(lambda name: f"last_{name}").with_columns(report_year=pl.col("last_report_year") + 1)
        own = heads.join(last, left_on=["agency_id", "report_year"], right_on=["last_agency_id", "report_year"])
        own = own.with_columns(last_agency_id=pl.col("agency_id"), is_followed=pl.lit(False))
        renamed = self.successions.filter((pl.col("kind") == "renamed") & pl.col("is_followed"))
        former = (
            heads.join(own, on="report_id", how="anti")
            .join(renamed, left_on="agency_id", right_on="successor_agency_id")
            .join(
                last,
                left_on=["predecessor_agency_id", "report_year"],
                right_on=["last_agency_id", "report_year"],
            )
            .filter(pl.len().over("report_id") == 1)
            .with_columns(last_agency_id=pl.col("predecessor_agency_id"), is_followed=pl.lit(True))
        )
        columns = ["report_id", "last_report_id", "last_agency_id", "last_form", "is_followed"]
        return pl.concat([own.select(columns), former.select(columns)])

    @cached_property
    def year_over_year(self) -> pl.DataFrame:
        stated = self.indicators.filter("is_stated").select("report_id", "indicator", "value", "is_comparable")
        last = stated.join(self.reports_before, left_on="report_id", right_on="last_report_id")
        last = last.select(
            pl.col("report_id_right").alias("report_id"), "indicator", pl.col("value").alias("last_value"),
            pl.col("is_comparable").alias("last_is_comparable"),
        )  # fmt: skip
        both = stated.join(last, on=["report_id", "indicator"], how="full", coalesce=True)
        both = both.join(self.reports.select("report_id", "agency_id", "report_year", "form"), on="report_id")
        both = both.join(self.reports_before.drop("last_report_id"), on="report_id", how="left")
        comparison = (
            pl.when(pl.col("last_form").is_null()).then(pl.lit("no_last_year"))
            .when(pl.col("form") == pl.col("last_form")).then(pl.lit("same_form"))
            .when(pl.col("is_comparable") & pl.col("last_is_comparable")).then(pl.lit("across_forms"))
            .otherwise(pl.lit("not_comparable"))
        )  # fmt: skip
        both = both.join(self._doubted_changes, on=["report_id", "indicator"], how="left")
        both = both.with_columns(pl.col("in_failed_identity").fill_null(False))
        change = pl.col("value") - pl.col("last_value")
        return both.with_columns(comparison=comparison).select(
            "agency_id", "indicator", "report_year", "value", "last_value",
            pl.when(pl.col("comparison").is_in(["same_form", "across_forms"])).then(change).alias("change"),
            "comparison", "last_agency_id", pl.col("is_followed").fill_null(False), "in_failed_identity",
        )  # fmt: skip

    @cached_property
    def _doubted_changes(self) -> pl.DataFrame:
        """The changes that start from a doubted indicator, or lead to one."""
        before = self.doubted.join(self.reports_before, left_on="report_id", right_on="last_report_id")
        before = before.select(pl.col("report_id_right").alias("report_id"), "indicator")
        both = pl.concat([self.doubted, before])
        return both.unique().with_columns(in_failed_identity=pl.lit(True))

    @cached_property
    def carry_over(self) -> pl.DataFrame:
        return self._between_years(
            [
                (f"applications.carried_in.{who}", f"applications.carried_out.{who}", who)
                for who in ("natural_person", *PEOPLE, "total")
            ],
            "applicant_type",
        ).with_columns(difference=pl.col("now") - pl.col("last"))

    @cached_property
    def in_force(self) -> pl.DataFrame:
        pairs = [
            (f"disclosures.{subject}.in_force", f"disclosures.{subject}.in_force", subject)
            for subject in ("rules", "normative_documents")
        ]
        both = self._between_years(pairs, "subject").filter("has_now", "has_last")
        new = self.cells["2021"]
        made = pl.concat(
            [
                new.select(
                    "report_id",
                    subject=pl.lit(subject),
                    made=pl.col(f"disclosures.{subject}.made"),
                    abolished=pl.col(f"disclosures.{subject}.abolished"),
                )
                for subject in ("rules", "normative_documents")
            ]
        )
        return both.join(made, on=["report_id", "subject"]).with_columns(
            difference=pl.col("now") - pl.col("last") - pl.col("made") + pl.col("abolished")
        )

    def _between_years(self, cells: list[tuple[str, str, str]], label: str) -> pl.DataFrame:
        """A figure of this year's report beside one of last year's of the same body, where one of them has the cell."""
        parts = []
        own = self.reports_before.filter(~pl.col("is_followed")).select("report_id", "last_report_id")
        for now, last, name in cells:
            this, before = self._column(now), self._column(last)
            parts.append(
                own.join(this.rename({"value": "now", "has": "has_now"}), on="report_id")
                .join(
                    before.rename({"value": "last", "has": "has_last"}), left_on="last_report_id", right_on="report_id"
                )
                .filter(pl.col("has_now") | pl.col("has_last"))
                .with_columns(pl.lit(name).alias(label))
            )
        return pl.concat(parts).join(self.reports.select("report_id", "agency_id", "report_year"), on="report_id")

    def _column(self, cell: str) -> pl.DataFrame:
        return pl.concat(
            [
                cells.select(
                    "report_id",
                    value=pl.col(cell) if cell in cells.columns else pl.lit(None, pl.Float64),
                    has=pl.lit(cell in self.corpus.values.get(form, pl.DataFrame()).columns),
                )
                for form, cells in self.cells.items()
            ]
        )

    @cached_property
    def region_reports(self) -> pl.DataFrame:
        """Which reports each sum over a region uses: its speaker's alone, else its bodies' and its parts' in turn."""
        own: dict[tuple[str, int, str], list[dict]] = defaultdict(list)
        for report in self.reports.iter_rows(named=True):
            for function in ("all", report["function"]):
                own[report["region_code"], report["report_year"], function].append(report)
        above = defaultdict(set)
        for code, year, function in own:
            for region in _upwards(code, year):
                above[year, function].add(region)

        def used(code: str, year: int, function: str) -> tuple[str, list[str]]:
            here = own.get((code, year, function), [])
            speakers = [
                report
                for report in here
                if report["reporting_scope"] == "consolidated"
                and report["function"] in SPEAKS
                and report["admin_level"] != "township"
            ]
            if speakers:
                return "consolidated", [
                    min(speakers, key=lambda report: (SPEAKS.index(report["function"]), report["agency_id"]))[
                        "report_id"
                    ]
                ]
            reports = [report["report_id"] for report in here]
            for child in places.children(year).get(code, ()):
                reports += used(child, year, function)[1] if child in above[year, function] else []
            return "parts", reports

        rows = []
        for (year, function), codes in above.items():
            for code in codes:
                basis, reports = used(code, year, function)
                rows += [(code, year, function, basis, report) for report in reports]
        names = ["region_code", "report_year", "function", "basis", "report_id"]
        return pl.DataFrame(rows, schema=names, orient="row")

    @cached_property
    def covered(self) -> set[str]:
        """The reports whose figures a consolidated report has already: those that no sum over a province uses."""
        everything = pl.col("region_code").str.ends_with("0000") & (pl.col("function") == "all")
        used = set(self.region_reports.filter(everything)["report_id"])
        placed = self.reports.filter(pl.col("region_code").is_not_null() & pl.col("function").is_not_null())
        return set(placed["report_id"]) - used

    @cached_property
    def region_indicators(self) -> pl.DataFrame:
        key = ["region_code", "report_year", "function", "basis"]
        sizes = self.region_reports.group_by(key).agg(report_count=pl.len())
        stated = (
            self.indicators.filter("is_stated")
            .drop("agency_id", "report_year")
            .join(self.doubted.with_columns(fails=pl.lit(True)), on=["report_id", "indicator"], how="left")
        )
        sums = (
            self.region_reports.join(stated, on="report_id")
            .group_by([*key, "indicator", "is_rate"])
            .agg(
                pl.col("numerator").sum(),
                pl.col("denominator").sum(),
                reports_stating=pl.len(),
                in_failed_identity=pl.col("fails").any(),
                is_one_meaning=pl.col("is_comparable").all() | (pl.col("form").n_unique() == 1),
            )
            .join(sizes, on=key)
        )
        value = (
            pl.when((pl.col("reports_stating") < pl.col("report_count")) | ~pl.col("is_one_meaning")).then(None)
            .when(~pl.col("is_rate")).then("numerator")
            .when(pl.col("denominator") == 0).then(None)
            .otherwise(pl.col("numerator") / pl.col("denominator"))
        )  # fmt: skip
        return sums.with_columns(value=value)

    @cached_property
    def quality(self) -> pl.DataFrame:
        """Grades, with what they rest on."""
        parts = []
        for form, statuses in self.corpus.statuses.items():
            optional = [f"applications.other.{who}" for who in ("natural_person", *PEOPLE, "total")]
            cells = statuses.drop([c for c in optional if c in statuses.columns and form == "2021"])
            counted = [
                pl.sum_horizontal(pl.exclude("report_id") == status).alias(f"cells_{status}")
                for status in ("missing", "blank", "derived")
            ]
            parts.append(cells.select("report_id", *counted, cells_of_form=pl.lit(len(cells.columns) - 1)))
        issues = self.corpus.issues.group_by("report_id").agg(
            doubts=pl.col("code").is_in(["figure_in_doubt", "figure_unreadable"]).sum(),
            prose_contradicted=(pl.col("code") == "prose_contradicts_table").sum(),
        )
        return (
            self.corpus.reports.select("report_id", "form")
            .join(pl.concat(parts), on="report_id", how="left")
            .join(issues, on="report_id", how="left")
            .with_columns(pl.exclude("report_id", "form").fill_null(0))
            .with_columns(identities_failed=pl.col("report_id").is_in(list(self.corpus.failures)).cast(pl.Int64))
            .with_columns(grade=_grade())
        )


def _grade() -> Expr:
    cells = pl.col("cells_of_form")

    def at_least(missing: float, derived: float, failed: int, doubts: int, contradicted: int) -> Expr:
        return (
            (pl.col("cells_missing") / cells > missing)
            | (pl.col("cells_blank") / cells > missing)
            | (pl.col("cells_derived") / cells >= derived)
            | (pl.col("identities_failed") >= failed)
            | (pl.col("doubts") >= doubts)
            | (pl.col("prose_contradicted") >= contradicted)
        )

    return (
        pl.when(pl.col("form") == "narrative").then(pl.lit("P"))
        .when(at_least(0.4999999, 2, 12, 12, 99)).then(pl.lit("D"))
        .when(at_least(0.0999999, 2, 4, 4, 3)).then(pl.lit("C"))
        .when(at_least(0, 0.25, 1, 1, 1)).then(pl.lit("B"))
        .otherwise(pl.lit("A"))
    )  # fmt: skip


def _upwards(code: str, year: int) -> list[str]:
    found = []
    while code:
        found.append(code)
        code = places.standing(year)[code].parent
    return found


def _succession(old: dict, new: dict, since: int, merged: bool | None) -> tuple[str, bool] | None:
    """How one body took over from another in the same place, or in a later one (``merged`` is then told)."""
    if old["agency_id"] == new["agency_id"] or new["last_year"] < since:
        return None
    if merged is not None and old["body"] == new["body"]:
        return ("merged" if merged else "renamed"), True
    found = SUCCEEDED.get((old["body"], new["body"]))
    return found and ("merged" if merged else found[0], found[1])
