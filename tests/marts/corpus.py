"""A made-up corpus of reports whose every figure is known: raw rows for the models, and the figures for the truth.

Places are real, so that renamings and mergers of divisions and of bodies come with them; figures are random and keep
the arithmetic of the forms, save where a breach is planted and written down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from ingest.forms import forms
from tests.marts import places
from tests.models.raw_folder import TABLES, schema

FIRST_YEAR, LAST_YEAR = 2014, 2025
# Divisions that were renamed or merged in these years, with those they lie in; then whole prefectures.
FIRST_DIVISIONS = (
    *("320000", "320800", "320829", "320813", "330000", "330100", "330185", "330112", "330103", "330105"),
    *("370000", "371200", "371202", "370100", "370116", "370181", "370114", "320811", "320802", "320812"),
)
PREFECTURES = tuple(
    code
    for code, span in sorted(places.standing(LAST_YEAR).items())
    if span.level == "prefecture" and code[:2] in ("32", "33", "34", "36", "37")
)

APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
DENIED = (
    "denied_state_secret",
    "denied_prohibited_by_law",
    "denied_security_and_stability",
    "denied_third_party_rights",
    "denied_internal_affairs",
    "denied_process_information",
    "denied_enforcement_file",
    "denied_administrative_inquiry",
)
UNAVAILABLE = ("unavailable_not_held", "unavailable_needs_creation", "unavailable_still_unclear")
REFUSED = ("refused_complaint", "refused_repeat", "refused_publication", "refused_excessive", "refused_reconfirmation")
OTHER = {"2019": ("other",), "2021": ("other_overdue_correction", "other_overdue_fee", "other_reason")}

# Bodies that every division has, with the years in which they stood, their function, and whether they speak for it.
BODIES = (
    ("人民政府", "government", FIRST_YEAR, LAST_YEAR, "consolidated"),
    ("人民政府办公室", "government_office", FIRST_YEAR, LAST_YEAR, "single_agency"),
    ("科学技术局", "science_technology", FIRST_YEAR, LAST_YEAR, "single_agency"),
    ("财政局", "finance", FIRST_YEAR, LAST_YEAR, "single_agency"),
    ("国土资源局", "natural_resources", FIRST_YEAR, 2018, "single_agency"),
    ("自然资源局", "natural_resources", 2019, LAST_YEAR, "single_agency"),
    ("工商行政管理局", "market_regulation", FIRST_YEAR, 2018, "single_agency"),
    ("市场监督管理局", "market_regulation", 2019, LAST_YEAR, "single_agency"),
    ("扶贫开发办公室", "poverty", FIRST_YEAR, 2020, "single_agency"),
    ("乡村振兴局", "poverty", 2021, 2023, "single_agency"),
    ("环境保护局", "ecology", FIRST_YEAR, 2018, "single_agency"),
    ("生态环境局", "ecology", 2019, LAST_YEAR, "single_agency"),
)
TOWN = ("柳树镇人民政府", "town")

Cell = tuple[str, str, str]  # fact_table, row_code, column_code


def name_of(cell: Cell) -> str:
    return ".".join(cell)


@dataclass
class Corpus:
    """``values`` holds one frame a form with a row a report and a column a cell; ``statuses`` the same of statuses.

    ``breaks`` are the planted carry-overs that do not agree; ``failures`` the identities planted to fail, a report.
    """

    reports: pl.DataFrame
    values: dict[str, pl.DataFrame]
    statuses: dict[str, pl.DataFrame]
    issues: pl.DataFrame
    breaks: set[tuple[str, int, str]]
    failures: set[str]
    prose: pl.DataFrame = field(default_factory=pl.DataFrame)


def make(report_count: int, seed: int = 0, agency_count: int | None = None) -> Corpus:
    """Return a corpus of about ``report_count`` reports of ``agency_count`` bodies (by default one in three)."""
    rng = np.random.default_rng(seed)
    agencies = _agencies(agency_count or report_count // 3)
    reports = _reports(agencies, report_count, rng)
    values, breaks, failures = _figures(reports, rng)
    statuses = {}
    for form in values:
        values[form], statuses[form] = _with_gaps(form, values[form], breaks, failures, reports, rng)
    return Corpus(reports, values, statuses, _issues(reports, rng), breaks, failures, _prose(reports, rng))


def write(corpus: Corpus, folder: Path) -> Path:
    """Write the raw Parquet files that ``ingest`` would write."""
    frames = {
        "report": corpus.reports.select(schema(TABLES["report"]).keys()),
        "figure": pl.concat([*(_raw_figures(corpus, form) for form in corpus.values), corpus.prose], how="vertical"),
        "source_cell": pl.DataFrame(schema=schema(TABLES["source_cell"])),
        "issue": corpus.issues,
    }
    for table, frame in frames.items():
        (folder / table).mkdir(parents=True, exist_ok=True)
        frame.cast(schema(TABLES[table])).write_parquet(folder / table / "part-00000.parquet")
    return folder


def _agencies(count: int) -> pl.DataFrame:
    divisions = dict.fromkeys(FIRST_DIVISIONS)
    for prefecture in PREFECTURES:
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            if prefecture in places.standing(year):
                divisions |= dict.fromkeys((prefecture[:2] + "0000", *places.within(prefecture, year)))
    rows: list[dict] = []
    for code in divisions:
        rows += _agencies_of(code)
        if len(rows) >= count:
            break
    return pl.DataFrame(rows).head(count)


def _agencies_of(code: str) -> list[dict]:
    """The bodies of each span of a code: renamed with their division, and with their kind."""
    rows = []
    for span in places.spans()[code]:
        bodies = [(body, function, first, last, scope, "") for body, function, first, last, scope in BODIES]
        if span.level == "county":
            bodies.append((TOWN[0], TOWN[1], FIRST_YEAR, LAST_YEAR, "single_agency", "township"))
        for number, (body, function, first, last, scope, level) in enumerate(bodies):
            first, last = max(first, span.first), min(last, span.last)
            # In every third prefecture the office, too, reports for all.
            if function == "government_office" and span.level == "prefecture" and int(code[3]) % 3 == 1:
                scope = "consolidated"
            if first > last or (function == "government" and int(code[4:]) % 4 == 3 and span.level == "county"):
                continue  # some governments never report, so that only their parts can be added up
            rows.append(
                {
                    "agency_id": f"{code}:{span.name}{body}",
                    "agency_name": f"{span.name}{body}",
                    "body": body,
                    "region_code": code,
                    "region_name": span.name,
                    "province": span.province,
                    "admin_level": level or span.level,
                    "agency_function": function,
                    "reporting_scope": scope,
                    "first": first,
                    "last": last,
                    "order": number,
                }
            )
    return rows


def _reports(agencies: pl.DataFrame, count: int, rng: np.random.Generator) -> pl.DataFrame:
    """Which bodies report for which years, with gaps, on which form, in which versions; some bodies are not known."""
    every = (
        agencies.with_columns(report_year=pl.int_ranges("first", pl.col("last") + 1))
        .explode("report_year")
        .sort("agency_id", "report_year")
    )
    kept = np.sort(rng.permutation(len(every))[: int(count / 1.06)])
    current = every[kept].with_columns(version=pl.lit(2))
    draw = pl.Series(rng.random(len(current)))
    older = current.filter(draw < 0.03).with_columns(version=pl.lit(1))
    unknown = current.filter((draw > 0.03) & (draw < 0.06)).with_columns(version=pl.lit(3))
    reports = pl.concat([current, older, unknown])
    draw = pl.Series(rng.random(len(reports)))
    year = pl.col("report_year")
    is_known = pl.col("version") < 3
    form = (
        pl.when((year < 2019) & (draw < 0.06))
        .then(pl.lit("narrative"))
        .when(year < 2019)
        .then(pl.lit("2014"))
        .when((year < 2021) | ((year < 2023) & (draw < 0.1)))
        .then(pl.lit("2019"))
        .otherwise(pl.lit("2021"))
    )
    reports = reports.with_row_index("number").with_columns(
        report_id=pl.format("r{}", pl.col("number").cast(pl.String).str.zfill(7)),
        form=form,
        is_current=pl.col("version") == 2,
        resolution=pl.when(is_known)
        .then(pl.lit("resolved"))
        .when(pl.col("number") % 2 == 0)
        .then(pl.lit("ambiguous"))
        .otherwise(pl.lit("unresolved")),
        published_on=pl.date(year + 1, 1, 10 * pl.col("version").clip(1, 2)),
    )
    return reports.with_columns(
        agency_id=pl.when(is_known).then("agency_id").otherwise(pl.format("report:{}", "report_id")),
        is_comparable=pl.col("is_current") & (pl.col("resolution") == "resolved"),
        source_path=pl.format("{}.html", "report_id"),
        source_format=pl.lit("html"),
        source_sha256=pl.col("report_id"),
        script=pl.lit("simplified"),
        title=pl.format("{} {}", "agency_name", "report_year"),
        agency_name_printed=pl.col("agency_name"),
        full_name=pl.format("{}{}", "province", "agency_name"),
        evidence=pl.lit("title"),
        function=pl.col("agency_function"),
    ).sort("report_id")


def _figures(
    reports: pl.DataFrame, rng: np.random.Generator
) -> tuple[dict[str, pl.DataFrame], set[tuple[str, int, str]], set[str]]:
    breaks: set[tuple[str, int, str]] = set()
    carried_out = {applicant: _counts(rng, len(reports), 0.4, 3) for applicant in APPLICANTS}
    carried_in = _carried_in(reports, carried_out, breaks, rng)
    failing = rng.random(len(reports)) < 0.04
    failures: set[str] = set()
    values = {}
    for form in ("2014", "2019", "2021"):
        chosen = (reports["form"] == form).to_numpy()
        of_form = reports.filter(pl.Series(chosen))
        n = len(of_form)
        if form == "2014":
            figures = _form_2014(n, rng)
        else:
            figures = _applications(
                form,
                n,
                rng,
                {key: column[chosen] for key, column in carried_in.items()},
                {key: column[chosen] for key, column in carried_out.items()},
            )
            figures |= _disclosures(form, n, rng)
            figures |= _contested(("reviews", "review"), n, rng, pending=True)
            for route in ("direct", "after_review"):
                figures |= _contested(("litigation", route), n, rng, pending=True)
        figures["reviews", "review", "total"] = figures["reviews", "review", "total"] + failing[chosen]
        failures |= set(of_form.filter(pl.Series(failing[chosen]))["report_id"])
        ordered = {
            name_of(cell): figures[cell]
            for line in forms()[form].lines
            if not line.is_optional
            for cell in ((c.key.fact_table, c.key.row_code, c.key.column_code) for c in line.cells)
        }
        values[form] = pl.DataFrame({"report_id": of_form["report_id"]} | ordered)
    return values, breaks, failures


def _counts(rng: np.random.Generator, n: int, share: float, most: float) -> np.ndarray:
    """Whole numbers of which a ``share`` is above zero, many small and few large."""
    return np.where(rng.random(n) < share, np.ceil(rng.exponential(most, n)), 0).astype(np.int64)


def _carried_in(
    reports: pl.DataFrame,
    carried_out: dict[str, np.ndarray],
    breaks: set[tuple[str, int, str]],
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """What comes from last year: what that year's report carries out, but for the breaks that are planted."""
    has_cells = reports.with_row_index("at").filter(pl.col("form").is_in(["2019", "2021"]))
    current = has_cells.filter(pl.col("is_comparable")).select(
        "agency_id", pl.col("report_year") + 1, pl.col("at").alias("at_before")
    )
    before = has_cells.join(current, on=["agency_id", "report_year"], how="left").select("at", "at_before")
    pairs = before.drop_nulls()
    at, at_before = pairs["at"].to_numpy(), pairs["at_before"].to_numpy()
    carried_in = {applicant: _counts(rng, len(reports), 0.3, 3) for applicant in APPLICANTS}
    for applicant in APPLICANTS:
        carried_in[applicant][at] = carried_out[applicant][at_before]
    for row in at[rng.random(len(at)) < 0.15]:
        applicant = APPLICANTS[int(rng.integers(len(APPLICANTS)))]
        carried_in[applicant][row] += int(rng.integers(1, 4))
        report = reports.row(int(row), named=True)
        if report["is_comparable"]:
            breaks |= {(report["agency_id"], report["report_year"], who) for who in (applicant, "total")}
    return carried_in


def _applications(
    form: str,
    n: int,
    rng: np.random.Generator,
    carried_in: dict[str, np.ndarray],
    carried_out: dict[str, np.ndarray],
) -> dict[Cell, np.ndarray]:
    figures: dict[Cell, np.ndarray] = {}
    rows = ("granted", "partially_granted", *DENIED, *UNAVAILABLE, *REFUSED, *OTHER[form])
    quiet = rng.random(n) < 0.2  # bodies without any application
    for applicant in APPLICANTS:
        share = 0.5 if applicant == "natural_person" else 0.15
        for row in rows:
            figures["applications", row, applicant] = np.where(quiet, 0, _counts(rng, n, share, 5))
        granted = "applications", "granted", applicant
        figures[granted] = figures[granted] + carried_in[applicant]  # what came from last year is closed first
        closed = sum(figures["applications", row, applicant] for row in rows)
        figures["applications", "total_closed", applicant] = closed
        figures["applications", "carried_in", applicant] = carried_in[applicant]
        figures["applications", "carried_out", applicant] = carried_out[applicant]
        figures["applications", "new_received", applicant] = closed + carried_out[applicant] - carried_in[applicant]
    for row in (*rows, "total_closed", "carried_in", "carried_out", "new_received"):
        figures["applications", row, "total"] = sum(figures["applications", row, who] for who in APPLICANTS)
    return figures


def _contested(head: tuple[str, str], n: int, rng: np.random.Generator, pending: bool) -> dict[Cell, np.ndarray]:
    outcomes = ("upheld", "corrected", "other", *(("pending",) if pending else ()))
    figures = {(*head, outcome): _counts(rng, n, 0.35, 3) for outcome in outcomes}
    figures[(*head, "total")] = sum(figures.values())
    return figures


def _disclosures(form: str, n: int, rng: np.random.Generator) -> dict[Cell, np.ndarray]:
    figures = {}
    for line in forms()[form].lines:
        for cell in line.cells:
            if cell.key.fact_table == "disclosures":
                change = -20 if cell.key.column_code == "items_change" else 0
                scale = 100_000 if cell.unit == "yuan" else 40
                key = (cell.key.fact_table, cell.key.row_code, cell.key.column_code)
                figures[key] = _counts(rng, n, 0.6, scale) + change
    return figures


def _form_2014(n: int, rng: np.random.Generator) -> dict[Cell, np.ndarray]:
    figures: dict[Cell, np.ndarray] = {}
    for line in forms()["2014"].lines:
        for cell in line.cells:
            scale = 100_000 if cell.unit == "yuan" else 20
            key = (cell.key.fact_table, cell.key.row_code, cell.key.column_code)
            figures[key] = _counts(rng, n, 0.5, scale)

    def add_up(total: str, *parts: str) -> None:
        figures["applications", total, "total"] = sum(figures["applications", part, "total"] for part in parts)

    add_up("new_received", "received_in_person", "received_by_fax", "received_online", "received_by_post")
    add_up("total_closed", "closed_on_time", "closed_extended")
    add_up(
        "denied",
        "denied_state_secret",
        "denied_trade_secret",
        "denied_privacy",
        "denied_security_and_stability",
        "denied_not_government_information",
        "denied_other_law",
    )
    add_up(
        "total_answered",
        "already_public",
        "granted",
        "partially_granted",
        "denied",
        "not_this_agency",
        "not_existing",
        "told_to_amend",
        "told_other_channel",
    )
    figures |= _contested(("reviews", "review"), n, rng, pending=False)
    figures |= _contested(("litigation", "all"), n, rng, pending=False)
    figures["activities", "resources", "staff"] = (
        figures["activities", "resources", "staff_full_time"] + figures["activities", "resources", "staff_part_time"]
    )
    return figures


def _with_gaps(
    form: str,
    values: pl.DataFrame,
    breaks: set[tuple[str, int, str]],
    failures: set[str],
    reports: pl.DataFrame,
    rng: np.random.Generator,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take figures out, never those that a planted breach shows in; on form 2021 some print other handling as one."""
    n = len(values)
    ids = values["report_id"]
    about = reports.join(values.select("report_id"), on="report_id", how="inner").sort("report_id")
    broken = {(agency, year) for agency, year, _ in breaks} | {(agency, year - 1) for agency, year, _ in breaks}
    keeps_carried = np.array([(row["agency_id"], row["report_year"]) in broken for row in about.iter_rows(named=True)])
    keeps_reviews = np.array([report in failures for report in ids])
    is_poor = rng.random(n) < 0.4  # most reports are complete
    has_no_applications = (rng.random(n) < 0.03) & ~keeps_carried
    undivided = (rng.random(n) < 0.08) & (form == "2021")
    new_values, new_statuses = {"report_id": ids}, {"report_id": ids}
    for name in values.columns[1:]:
        table, row, _ = name.split(".")
        kept = keeps_carried if row in ("carried_in", "carried_out") else keeps_reviews if table == "reviews" else False
        draw = np.where(is_poor & ~np.asarray(kept), rng.random(n), 1.0)
        status = np.full(n, "reported", dtype=object)
        status[draw < 0.06] = "derived"
        status[draw < 0.02] = "blank"
        status[draw < 0.01] = "missing"
        status[draw < 0.003] = "not_applicable"
        if table == "applications":
            status[has_no_applications] = "missing"
            if form == "2021" and row in OTHER["2021"]:
                status[undivided] = "missing"
        column = values[name].to_numpy()
        new_statuses[name] = pl.Series(status.tolist(), dtype=pl.String)
        gone = np.isin(status, ["blank", "missing", "not_applicable"])
        new_values[name] = pl.Series(column).set(pl.Series(gone), None)
    if form == "2021":
        for applicant in (*APPLICANTS, "total"):
            name = f"applications.other.{applicant}"
            whole = sum(values[f"applications.{part}.{applicant}"] for part in OTHER["2021"])
            printed = pl.Series(undivided & ~has_no_applications)
            new_values[name] = whole.set(~printed, None)
            new_statuses[name] = pl.Series(["reported"] * n).set(~printed, None)
    return pl.DataFrame(new_values), pl.DataFrame(new_statuses)


def _raw_figures(corpus: Corpus, form: str) -> pl.DataFrame:
    cells = pl.DataFrame(
        [
            (name_of((key.fact_table, key.row_code, key.column_code)), *key, unit)
            for line in forms()[form].lines
            for key, unit in ((cell.key, cell.unit) for cell in line.cells)
        ],
        schema=dict.fromkeys(("cell", "fact_table", "article", "row_code", "column_code", "unit"), pl.String),
        orient="row",
    )
    values = corpus.values[form].unpivot(index="report_id", variable_name="cell", value_name="value")
    statuses = corpus.statuses[form].unpivot(index="report_id", variable_name="cell", value_name="value_status")
    return (
        values.with_columns(statuses["value_status"])
        .filter(pl.col("value_status").is_not_null())  # an optional line that is not printed is no fact
        .join(cells, on="cell")
        .with_columns(
            value=pl.col("value").cast(pl.Decimal(20, 2)),
            cell_id=pl.lit(None, pl.String),
            derived_from=pl.lit(None, pl.String),
        )
        .select(schema(TABLES["figure"]).keys())
    )


PROSE: tuple[tuple[str, str, str, str], ...] = (
    ("disclosures", "information", "published", "item"),
    ("disclosures", "information", "published_on_website", "item"),
    ("disclosures", "information", "published_on_wechat", "item"),
    ("applications", "denied", "total", "case"),
    ("applications", "unavailable", "total", "case"),
    ("applications", "refused", "total", "case"),
    ("litigation", "all", "total", "case"),
    ("litigation", "all", "corrected", "case"),
    ("activities", "fees", "fees_charged", "yuan"),
    ("activities", "meetings", "training_courses", "time"),
)
PROSE_ONLY: tuple[tuple[str, str, str, str], ...] = (
    ("applications", "new_received", "total", "case"),
    ("applications", "total_closed", "total", "case"),
    ("applications", "granted", "total", "case"),
    ("applications", "partially_granted", "total", "case"),
    ("reviews", "review", "total", "case"),
    ("reviews", "review", "corrected", "case"),
)


def _prose(reports: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Figures that only prose states: half of them in a third of the reports on a form, most in reports without one."""
    on_a_form = reports.filter(pl.col("form").is_in(["2019", "2021"]))["report_id"]
    on_none = reports.filter(pl.col("form") == "narrative")["report_id"]
    parts = []
    for ids, keys, share in ((on_a_form, PROSE, 0.2), (on_none, PROSE + PROSE_ONLY, 0.8)):
        for table, row, column, unit in keys:
            stating = ids.filter(pl.Series(rng.random(len(ids)) < share))
            parts.append(
                pl.DataFrame({"report_id": stating}).with_columns(
                    fact_table=pl.lit(table),
                    article=pl.lit(None, pl.String),
                    row_code=pl.lit(row),
                    column_code=pl.lit(column),
                    unit=pl.lit(unit),
                    value=pl.Series(_counts(rng, len(stating), 0.7, 12)).cast(pl.Decimal(20, 2)),
                    value_status=pl.lit("narrative"),
                    cell_id=pl.lit(None, pl.String),
                    derived_from=pl.lit(None, pl.String),
                )
            )
    return pl.concat(parts)


def _issues(reports: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Warnings and other issues, some of each kind more than once in a report."""
    parts = []
    for code, share in (
        ("figure_in_doubt", 0.05),
        ("figure_unreadable", 0.02),
        ("prose_contradicts_table", 0.05),
        ("form_by_year", 0.1),
    ):
        for _ in range(3):
            told = reports.filter(pl.Series(rng.random(len(reports)) < share))
            parts.append(
                told.select(
                    "source_path",
                    "report_id",
                    severity=pl.lit("warning"),
                    code=pl.lit(code),
                    message=pl.lit(code),
                    location=pl.lit(None, pl.String),
                )
            )
    return pl.concat(parts)
