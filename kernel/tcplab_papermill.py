"""How papermill writes a parameter in Java.

Papermill has no translator for Java and no entry point for translators, but it loads the engines of the group "papermill.engine" when
it is imported. Our wheel names one there (papermill's own, under another name), and loading it registers the translator: nothing is
left for the user to do but to install the wheel.
"""

from __future__ import annotations

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

INT = range(-(2**31), 2**31)
LONG = range(-(2**63), 2**63)
BOXES = {"boolean": "Boolean", "int": "Integer", "long": "Long", "double": "Double"}
DECLARATION = re.compile(r"(?:final\s+)?(?P<type>[A-Za-z_][\w.]*(?:<[^=]*>)?(?:\[\])*)\s+(?P<name>\w+)\s*=\s*(?P<value>.+?);\s*(?://\s*(?P<help>.*))?")


class JavaTranslator(Translator):
    """Each parameter becomes a declaration, which JShell puts in the place of the lesson's own."""

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines = [cls.comment(comment)]
        lines += [f"{type_of(value)} {name} = {cls.translate(value)};" for name, value in parameters.items()]
        return "\n".join(lines) + "\n"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        if val in INT:
            return str(val)
        return f"{val}L" if val in LONG else f'new java.math.BigInteger("{val}")'

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "Double.NaN"
        if math.isinf(val):
            return "Double.POSITIVE_INFINITY" if val > 0 else "Double.NEGATIVE_INFINITY"
        return repr(val)

    @classmethod
    def translate_escaped_str(cls, str_val):
        return '"' + "".join(map(escape, str(str_val))) + '"'

    @classmethod
    def translate_list(cls, val):
        box = box_of(val)
        items = []
        for item in val:
            if box == "Double":
                item = float(item)
            text = cls.translate(item)
            items.append(text + "L" if box == "Long" and not text.endswith("L") else text)
        return f"new java.util.ArrayList<{box}>(java.util.Arrays.asList(new {box}[] {{{', '.join(items)}}}))"

    @classmethod
    def translate_dict(cls, val):
        if any(value is None for value in val.values()):
            raise PapermillException("a parameter's mapping has a null in it, which Java's Map.ofEntries does not take")
        entries = (f"java.util.Map.entry({cls.translate(str(key))}, {cls.translate(value)})" for key, value in val.items())
        return f"java.util.Map.<String, Object>ofEntries({', '.join(entries)})"

    @classmethod
    def inspect(cls, parameters_cell):
        """The declarations of the cell that is tagged "parameters", one a line."""
        found = (DECLARATION.fullmatch(line.strip()) for line in parameters_cell.source.splitlines())
        return [Parameter(name=m["name"], inferred_type_name=m["type"], default=m["value"], help=m["help"] or "") for m in found if m]


def type_of(value) -> str:
    """The Java type in which a parameter is declared."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "int" if value in INT else "long" if value in LONG else "java.math.BigInteger"
    if isinstance(value, float):
        return "double"
    if isinstance(value, list):
        return f"java.util.List<{box_of(value)}>"
    if isinstance(value, dict):
        return "java.util.Map<String, Object>"
    return "Object" if value is None else "String"


def box_of(values: list) -> str:
    """What a list's elements have in common."""
    types = {type_of(value) for value in values}
    if types == {"int", "long"}:
        return "Long"
    if "double" in types and types <= {"int", "long", "double"}:
        return "Double"
    only = types.pop() if len(types) == 1 else "Object"
    return "Object" if "<" in only else BOXES.get(only, only)


def escape(character: str) -> str:
    if character in '"\\\n\t\r\b\f':
        return json.dumps(character)[1:-1]
    return f"\\{ord(character):03o}" if ord(character) < 0x20 else character


class Engine(NBClientEngine):
    """Papermill's own engine; see above why it stands here."""


for _language in ("tcplab", "java"):
    papermill_translators.register(_language, JavaTranslator)
