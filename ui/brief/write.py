"""A laid-out briefing as HTML that mail programs show, as Markdown, and its queries as SQL."""

import css_inline

from ui.brief.sheet import Sheet
from ui.palette import look
from ui.templates import templates


def as_html(sheet: Sheet, subject: str, page_url: str | None = None) -> str:
    """Write HTML for mail: every rule inline, tables for layout, nothing loaded from anywhere, light and dark.

    Args:
        sheet: The briefing.
        subject: The title.
        page_url: Where the page can be asked; None where it is not served.
    """
    colours = look()["colours"]
    html = (
        templates("brief")
        .get_template("mail.html")
        .render(sheet=sheet, subject=subject, page_url=page_url, light=colours["light"], dark=colours["dark"])
    )
    return css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False).inline(html)


def as_markdown(sheet: Sheet) -> str:
    """Write Markdown, footnotes included."""
    return templates("brief", escaped=False).get_template("page.md").render(sheet=sheet).strip() + "\n"


def as_sql(sheet: Sheet) -> str:
    """Write the queries that the footnotes name, one after another."""
    return "\n\n".join(f"-- {note.number}. {note.text}\n{note.sql};" for note in sheet.notes) + "\n"
