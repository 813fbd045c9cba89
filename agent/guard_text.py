"""The guard's first look: at the text and its words, before anything is parsed; then one tree of one statement."""

from itertools import pairwise

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect, Dialects
from sqlglot.tokenizer_core import Token, TokenType

from agent.guard import BROKEN, first_line, guard, refusal
from agent.limits import limits
from pipeline.errors import RefusedError

_DIALECTS = frozenset(one.value for one in Dialects if one.value)
_OPEN = {TokenType.L_PAREN, TokenType.CASE, TokenType.L_BRACKET, TokenType.L_BRACE}
_CLOSE = {TokenType.R_PAREN, TokenType.END, TokenType.R_BRACKET, TokenType.R_BRACE}
_PREFIX = {TokenType.NOT, TokenType.DASH, TokenType.PLUS, TokenType.TILDE}
_WHITE = frozenset("\t\n\r")


def read_statement(sql: str, dialect: str) -> exp.Expr:
    """Read one statement of a sane size.

    Raises:
        RefusedError: It is none.
    """
    name = dialect.strip().lower()
    if name not in _DIALECTS:
        raise refusal("unknown_dialect", what=repr(dialect[:40]))
    _check_characters(sql)
    tokens = _tokens(sql, name)
    _check_tokens(tokens)
    return _parse(tokens, sql, name)


def parse(sql: str, dialect: str) -> exp.Expr:
    """Read back one statement that was written here."""
    return _parse(_tokens(sql, dialect), sql, dialect)


def quoted_spans(sql: str, dialect: str) -> set[tuple[int, int]] | None:
    """Where quoted texts and names begin and end, as a dialect reads them; None when it can't read them."""
    try:
        tokens = _tokens(sql, dialect)
    except RefusedError:
        return None
    return {(token.start, token.end) for token in tokens if sql[token.start] in "'\"`"}


def _check_characters(sql: str) -> None:
    most = limits().validate_.characters
    if len(sql) > most:
        raise refusal("too_long", limit=most)
    if not sql.strip():
        raise refusal("empty")
    if any((one < " " and one not in _WHITE) or "\x7f" <= one <= "\x9f" or "\ud800" <= one <= "\udfff" for one in sql):
        raise refusal("control_characters")


def _tokens(sql: str, dialect: str) -> list[Token]:
    try:
        return _whole(Dialect.get_or_raise(dialect).tokenize(sql))
    except BROKEN as wrong:
        raise refusal("unparsable", what=first_line(wrong)) from None


def _whole(tokens: list[Token]) -> list[Token]:
    """Join what a doubled quote inside a text has parted: some dialects' readers see two texts there."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if last and last.token_type == token.token_type == TokenType.STRING and last.end + 1 == token.start:
            text = f"{last.text}'{token.text}"
            joined[-1] = Token(TokenType.STRING, text, last.line, last.col, last.start, token.end, token.comments)
        else:
            joined.append(token)
    return joined


def _check_tokens(tokens: list[Token]) -> None:
    most = limits().validate_
    if not tokens:
        raise refusal("empty")
    if len(tokens) > most.tokens:
        raise refusal("too_large", limit=most.tokens, what="words")
    if tokens[0].token_type.name not in guard().starts:
        raise refusal("not_a_query", what=tokens[0].text.upper()[:40])
    if _nesting(tokens) > most.nesting:
        raise refusal("too_deep", limit=most.nesting)
    if any(one.token_type == following.token_type == TokenType.STRING for one, following in pairwise(tokens)):
        raise refusal("adjacent_text")


def _nesting(tokens: list[Token]) -> int:
    """The deepest nesting of brackets, CASEs and prefixes."""
    depth = deepest = run = 0
    for token in tokens:
        depth += (token.token_type in _OPEN) - (token.token_type in _CLOSE)
        run = run + 1 if token.token_type in _PREFIX else 0
        deepest = max(deepest, depth + run)
    return deepest


def _parse(tokens: list[Token], sql: str, dialect: str) -> exp.Expr:
    try:
        statements = Dialect.get_or_raise(dialect).parser().parse(tokens, sql)
    except RecursionError:
        raise refusal("too_deep", limit=limits().validate_.nesting) from None
    except BROKEN as wrong:
        raise refusal("unparsable", what=first_line(wrong)) from None
    found = [one for one in statements if one is not None and not isinstance(one, exp.Semicolon)]
    if len(found) != 1:
        raise refusal("several_statements" if found else "empty")
    return found[0]
