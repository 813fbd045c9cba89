"""The page's own look, from `page/theme.yml` and `page/page.css`."""

import gradio as gr
from gradio.themes.utils.fonts import Font, LocalFont

from ui.page_file import PAGE
from ui.palette import look


def stylesheet() -> str:
    """Return the page's CSS: the palette as variables, then the rules."""
    colours = look()["colours"]
    light, dark = (_variables(colours[scheme]) for scheme in ("light", "dark"))
    return f":root {{{light}}}\n.dark {{{dark}}}\n{(PAGE / 'page.css').read_text()}"


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--lk-{name}: {value};" for name, value in colours.items())


def theme() -> gr.themes.Base:
    """Return Gradio's theme in the page's colours, with fonts that come from this machine alone."""
    light, dark = look()["colours"]["light"], look()["colours"]["dark"]
    return gr.themes.Base(font=_fonts("text"), font_mono=_fonts("code")).set(
        body_background_fill=light["paper"],
        body_background_fill_dark=dark["paper"],
        body_text_color=light["ink"],
        body_text_color_dark=dark["ink"],
        block_background_fill=light["card"],
        block_background_fill_dark=dark["card"],
        input_background_fill=light["card"],
        input_background_fill_dark=dark["card"],
        button_primary_background_fill=light["accent"],
        button_primary_background_fill_dark=dark["accent"],
        button_primary_text_color=light["on-accent"],
        button_primary_text_color_dark=dark["on-accent"],
    )


def _fonts(kind: str) -> list[Font | str]:
    face = look()["fonts"][kind]
    return [LocalFont(face["name"], weights=face["weights"]), *face["then"]]
