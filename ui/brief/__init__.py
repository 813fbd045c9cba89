"""The morning briefing as people get it: laid out, written as HTML, Markdown or JSON, and delivered."""
