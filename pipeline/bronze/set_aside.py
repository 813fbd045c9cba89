"""What cannot be taken in of raw files, each line with the reason; nothing that arrives is lost."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlglot import exp

from pipeline.bronze.landing import SortedOut, Unreadable
from pipeline.bronze.mapping import Reading
from pipeline.contract import Contract
from pipeline.engines.protocol import RawFiles
from pipeline.errors import did_you_mean
from pipeline.sql import literal, parse


def moment_of_intake(moment: datetime) -> exp.Expr:
    """Return a moment as SQL."""
    return exp.cast(literal(moment.isoformat(sep=" ", timespec="microseconds")), "TIMESTAMPTZ")


class SetAside:
    """The queries of one source's rejected lines, over ``landing.files``, ``landing.raw_N`` and ``landing.rejected_N``.

    Args:
        contract: The bronze table that the lines would have gone to.
        reading: How the files are read.
        moment: The time of intake.
    """

    def __init__(self, contract: Contract, reading: Reading, moment: datetime) -> None:
        self._source = str(contract.source)
        self._reading = reading
        self._moment = moment

    def missing(self, group: RawFiles) -> list[str]:
        """Return the columns that files should have and don't."""
        return [name for name in self._reading.needs if name not in group.header]

    def queries(self, found: SortedOut) -> list[exp.Select]:
        """Return everything that is set aside of a batch."""
        of_groups = (part for number, group in enumerate(found.groups) for part in self._of_group(number, group))
        return [*of_groups, *map(self._of_unreadable, found.unreadable)]

    def _of_group(self, number: int, group: RawFiles) -> Iterator[exp.Select]:
        missing = self.missing(group)
        in_vain = parse(f"raw.file_path NOT IN (SELECT file_path FROM landing.raw_{number})", "raw")
        yield self._aside(
            f"landing.rejected_{number}",
            exp.column("line"),
            exp.column("reason"),
            literal("malformed line"),
            exp.true() if missing else in_vain,
        )
        yield self._without_rows(number, group)
        if missing:
            yield self._of_missing(number, group, missing)

    def _of_missing(self, number: int, group: RawFiles, missing: Sequence[str]) -> exp.Select:
        near = " ".join(filter(None, (did_you_mean(name, group.header) for name in missing)))
        detail = literal(f"no column {', '.join(missing)} in the header. {near}".strip())
        values = (exp.func("COALESCE", exp.column(name, quoted=True), literal("")) for name in group.header)
        line = exp.func("CONCAT_WS", literal(group.delimiter), *values)
        return self._aside(f"landing.raw_{number}", line, literal("missing_column"), detail, exp.true())

    def _without_rows(self, number: int, group: RawFiles) -> exp.Select:
        """Remember files that hold a header alone, so that they are looked at once."""
        taken, rejected = (f"SELECT file_path FROM landing.{kind}_{number}" for kind in ("raw", "rejected"))
        seen = parse(f"raw.file_path NOT IN ({taken} UNION ALL {rejected})", "raw")
        these = exp.column("file_path", table="raw").isin(*(literal(str(path)) for path in group.paths))
        detail = literal("there is nothing below the header")
        empty = self._aside("landing.files", literal(""), literal("no_rows"), detail, exp.true())
        return empty.where(these, seen)

    def _of_unreadable(self, unreadable: Unreadable) -> exp.Select:
        reason, detail = literal(unreadable.reason), literal(unreadable.detail)
        this = exp.column("source_file", table="raw").eq(literal(unreadable.file.name))
        return self._aside("landing.files", literal(""), reason, detail, exp.true()).where(this)

    def _aside(
        self, relation: str, line: exp.Expr, reason: exp.Expr, detail: exp.Expr, whole_file: exp.Expr
    ) -> exp.Select:
        return (
            exp.select(
                literal(self._source).as_("source"),
                line.as_("line"),
                reason.as_("reason"),
                detail.as_("detail"),
                whole_file.as_("whole_file"),
                moment_of_intake(self._moment).as_("ingestion_timestamp"),
                "files.source_file",
                "files.source_fingerprint",
            )
            .from_(f"{relation} AS raw")
            .join("landing.files AS files", on="files.file_path = raw.file_path")
        )
