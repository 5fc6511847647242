"""Makes a customer's HTML harmless to look at: no scripts, no forms, nothing fetched from anywhere."""

from collections.abc import Mapping

import nh3

from pasillo.doors.channels.email.parsing import limits
from pasillo.doors.channels.email.parsing.html_text import too_nested

_TAGS = set(
    [
        "a",
        "abbr",
        "address",
        "b",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
_CELL = {"align", "valign", "colspan", "rowspan", "width", "height", "bgcolor", "style"}
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "size"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": _CELL,
    "th": _CELL,
    "tr": {"align", "valign", "bgcolor"},
    "ol": {"start", "type"},
    "blockquote": {"type"},
}
_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-size", "text-align", "text-decoration",
    "vertical-align", "padding", "padding-left", "margin", "margin-left", "border", "border-left", "border-collapse",
    "width", "line-height", "white-space",
}  # fmt: skip
_LINKS = ("http://", "https://", "mailto:", "tel:")
_PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,")


def for_frame(html: str, cid_map: Mapping[str, str]) -> str:
    """The HTML with only harmless tags; pictures of the mail itself by the map, pictures from elsewhere left out.

    The last step before it is shown: nothing changes this text afterwards. HTML beyond the limits becomes nothing.
    """
    if len(html) > limits.HTML or too_nested(html):
        return ""

    def allowed(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return _picture(value, cid_map)
        if attribute == "href":
            return value if value.strip().lower().startswith(_LINKS) else None
        return value

    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style", "title", "template", "noscript", "svg", "math", "textarea", "select"},
        attributes=_ATTRIBUTES,
        attribute_filter=allowed,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def has_remote_pictures(html: str) -> bool:
    """Does the mail want to load pictures from elsewhere, as those do that watch their readers?"""
    lowered = html[: limits.HTML].lower()
    position = lowered.find("<img")
    while position != -1:
        end = lowered.find(">", position)
        source = lowered[position : end if end != -1 else len(lowered)]
        if 'src="http' in source or "src='http" in source or 'src="//' in source:
            return True
        position = lowered.find("<img", position + 4)
    return False


def _picture(value: str, cid_map: Mapping[str, str]) -> str | None:
    value = value.strip()
    if value.lower().startswith("cid:"):
        found = cid_map.get(value[4:].strip("<>"))
        return found if found and (found.startswith("/files/") or found.startswith(_PICTURES)) else None
    return value if value.startswith(_PICTURES) else None
