"""Configuration data and other XML of an extension, as text."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(tag: str, attributes: Mapping[str, str], *children: str) -> str:
    """An element with its attributes; the children are markup."""
    given = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{given}>{''.join(children)}</{tag}>" if children else f"<{tag}{given}/>"


def text(words: str) -> str:
    """Words as markup."""
    return escape(words)


def configuration(package: str, name: str, *nodes: str) -> str:
    """A file of configuration data (.xcu) for one component, such as `org.openoffice.Office`,
    `CalcAddIns`.
    """
    attributes = {
        "xmlns:oor": "http://openoffice.org/2001/registry",
        "xmlns:xs": "http://www.w3.org/2001/XMLSchema",
        "oor:package": package,
        "oor:name": name,
    }
    return HEAD + element("oor:component-data", attributes, *nodes) + "\n"


def node(name: str, *children: str) -> str:
    """A node that is there already."""
    return element("node", {"oor:name": name}, *children)


def entry(name: str, *children: str) -> str:
    """A node that is added to a set."""
    return element("node", {"oor:name": name, "oor:op": "replace"}, *children)


def joined(name: str, *children: str) -> str:
    """A node of a set that others may have added, too."""
    return element("node", {"oor:name": name, "oor:op": "fuse"}, *children)


def prop(name: str, value: str) -> str:
    """A property."""
    return element(
        "prop", {"oor:name": name}, element("value", {}, text(value)) if value else "<value/>"
    )


def argument(name: str, value: str) -> str:
    """A property that LibreOffice has no description of, such as a job's argument."""
    attributes = {"oor:name": name, "oor:type": "xs:string", "oor:op": "replace"}
    return element("prop", attributes, element("value", {}, text(value)))


def words(name: str, value: str) -> str:
    """A property that people read. Ours are bilingual, so one text serves every language."""
    return element("prop", {"oor:name": name}, element("value", {"xml:lang": "en-US"}, text(value)))
