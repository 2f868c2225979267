"""What does a report say? One document; JSON, CSV and the page are three forms of it."""

from datetime import date

from pydantic import Field

from services.reporting.domain import Quarter
from services.reporting.figures import Figures, Report, Table, Version
from services.reporting.headlines import MEASURES, Unit, Value
from services.reporting.public import ENOUGH_TO_DIVIDE
from services.reporting.words import (
    HIDDEN,
    READING,
    WITHHELD,
    in_figures,
    months_in_words,
    name_of,
    quarter_in_words,
)
from shared.municipality import Municipality
from shared.wire import Moment, Wire


class Line(Wire):
    key: str = Field(alias="sleutel")
    name: str = Field(alias="naam")
    count: int | None = Field(alias="aantal", description="null: niet voor iedereen zichtbaar.")
    percentage: int | None
    shown: str = Field(alias="weergave")


class Part(Wire):
    key: str = Field(alias="sleutel")
    title: str = Field(alias="titel")
    meaning: str = Field(alias="uitleg")
    among: str = Field(alias="over", description="Welke zaken meetellen.")
    total: int | None = Field(alias="totaal")
    total_shown: str = Field(alias="totaalWeergave")
    note: str | None = Field(alias="opmerking")
    lines: tuple[Line, ...] = Field(alias="rijen")


class KeyFigure(Wire):
    key: str = Field(alias="sleutel")
    name: str = Field(alias="naam")
    meaning: str = Field(alias="uitleg")
    unit: Unit = Field(alias="eenheid")
    value: Value = Field(alias="waarde")
    shown: str = Field(alias="weergave")


class Period(Wire):
    year: int = Field(alias="jaar")
    quarter: int = Field(alias="kwartaal")
    first_day: date = Field(alias="vanaf")
    last_day: date = Field(alias="totEnMet")
    name: str = Field(alias="naam")
    months: str = Field(alias="maanden")


class Trend(Wire):
    period: Period = Field(alias="periode")
    figures: tuple[KeyFigure, ...] = Field(alias="kerncijfers")


class Document(Wire):
    municipality: str = Field(alias="gemeentecode")
    name: str = Field(alias="gemeente")
    period: Period = Field(alias="periode")
    as_of: Moment = Field(alias="peilmoment")
    version: Version = Field(alias="versie")
    reading: tuple[str, ...] = Field(alias="leeswijzer")
    figures: tuple[KeyFigure, ...] = Field(alias="kerncijfers")
    trend: tuple[Trend, ...] = Field(
        alias="verloop", description="Dezelfde kerncijfers, met de vier kwartalen ervoor."
    )
    parts: tuple[Part, ...] = Field(alias="tabellen")


def document(report: Report, municipality: Municipality) -> Document:
    least = ENOUGH_TO_DIVIDE if report.version is Version.PUBLIC else 1
    trend = tuple(
        Trend(period=_period(each.quarter), figures=_measured(each, least))
        for each in (*report.before, report.figures)
    )
    return Document(
        municipality=municipality.code,
        name=municipality.name,
        period=trend[-1].period,
        as_of=report.as_of,
        version=report.version,
        reading=READING[report.version],
        figures=trend[-1].figures,
        trend=trend,
        parts=tuple(_part(table, least, municipality) for table in report.figures.tables),
    )


def _period(quarter: Quarter) -> Period:
    return Period(
        year=quarter.year,
        quarter=quarter.number,
        first_day=quarter.first_day,
        last_day=quarter.last_day,
        name=quarter_in_words(quarter),
        months=months_in_words(quarter),
    )


def _part(table: Table, least: int, municipality: Municipality) -> Part:
    question, total = table.question, table.total
    return Part(
        key=question.key,
        title=question.title,
        meaning=question.meaning,
        among=question.among,
        total=total,
        total_shown=HIDDEN if total is None else str(total),
        note=WITHHELD if table.withheld else None,
        lines=tuple(
            Line(
                key=row.key,
                name=name_of(question.key, row.key, municipality),
                count=row.count,
                percentage=None
                if row.count is None or not total or total < least
                else round(100 * row.count / total),
                shown=HIDDEN if row.count is None else str(row.count),
            )
            for row in table.rows
        ),
    )


def _measured(figures: Figures, least: int) -> tuple[KeyFigure, ...]:
    return tuple(
        KeyFigure(
            key=measure.key,
            name=measure.name,
            meaning=measure.meaning,
            unit=measure.unit,
            value=(value := measure.of(figures, least)),
            shown=in_figures(value, measure.unit),
        )
        for measure in MEASURES
    )
