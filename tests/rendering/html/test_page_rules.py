"""What an HTML template may put into a PDF: links that it spells out and nothing that acts, whatever way it tries."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from conftest import ROOT

from generator.campaign.errors import TemplateError
from generator.linting.trial import Trial, tried
from generator.rendering.html import pages
from generator.rendering.html.page_rules import ForbiddenError, require_still
from generator.rendering.pdf.press import Press

DAY = date(2023, 7, 20)
VALUE = "https://example.org/value"
ADDRESSES = (
    "javascript:app.alert(1)", "JavaScript:x", "java\tscript:x", "java\nscript:x", "java&Tab;script:x",
    "&#106;avascript:x", "\x01javascript:x", "vbscript:x", "data:text/html,x", "data:text/html;base64,eA==",
    "file:///etc/passwd", "FILE:///etc/passwd", "file:x", "//host/x", "\\\\host\\x", "/\\host/x", "/etc/passwd",
    "C:\\x.exe", "other.pdf", "../other.pdf", "./x", "?x", "", "ftp://host/x", "smb://host/x", "tel:123", "ms-word:x",
    "template:own.html", "https:host", "https:/host", "https://", "https://user@host/", "https://user:word@host/",
    "https://host/ x", "https://host\\x", "mailto:", "mailto:a", "mailto:a@b.cn?attach=/etc/passwd",
    "mailto:a@b.cn?bcc=c@d.cn", "#", "# x", "intent://x", "ＨＴＴＰ://host/",
)  # fmt: skip
MADE_OF_DATA = (
    '<a href="{{ v }}">x</a>',
    '<a href="{{ v }}/more">x</a>',
    '<a href="https://example.org/?id={{ v }}">x</a>',
    "<a href=\"{{ 'https://example.org/?' ~ v }}\">x</a>",
    "<a href={{ v }}>x</a>",
    "{{ ('<a href=' ~ v ~ '>x</a>')|safe }}",
    "{% set a = v %}<a href='{{ a }}'>x</a>",
    "{% macro f(t) %}<a href='{{ t }}'>x</a>{% endmacro %}{{ f(v) }}",
    "<svg><a href='{{ v }}'><text>x</text></a></svg>",
)
ACTING = (
    '<form action="http://host/f"><input type=submit name=a style="appearance:auto"></form>',
    "<input style='appearance:auto'>", "<button>x</button>", "<select><option>x</select>", "<textarea>x</textarea>",
    "<FORM></FORM>", "<object data=a.svg></object>", "<embed src=a.svg>", "<iframe src=own.html></iframe>",
    "<base href='http://host/'>", "<script>x</script>", "<SCRIPT src=x></SCRIPT>",
    "<link rel=attachment href=own.html>",
    "<link rel='stylesheet attachment' href=own.html>", "<LINK REL=AttachMent HREF=own.html>", "<link rel=next href=x>",
    "<a rel=attachment href=own.html>x</a>", "<a rel=attachment href='https://host/'>x</a>",
    "<a download=x href='https://host/'>x</a>", "<p onclick=x>x</p>", "<body onload=x>", "<svg onload=x></svg>",
    "<svg><script>x</script></svg>", "<svg><foreignObject><p>x</p></foreignObject></svg>",
    "<svg><a xlink:href='javascript:x'><text>x</text></a></svg>", "<math><mi>x</mi></math>", "<video src=x></video>",
    "<audio></audio>", "<map><area href='javascript:x'></map>", "<img src=a.svg usemap='#x'>", "<img srcset='a 2x'>",
    "<template><a href='javascript:x'>x</a></template>", "<noscript>x</noscript>",
    "<applet></applet>", "<marquee>x</marquee>", "<unheard-of>x</unheard-of>", "<p unheard-of=x>x</p>",
    "<img src='data:image/png;base64,eA=='>", "<img src='http://host/x.png'>", "<img src='//host/x.png'>",
    "<img src='/etc/passwd'>", "<style>p { link: url(javascript:x) }</style><p>x",
    "<style>p { -weasy-link: attr(class) }</style><p class='https://host/'>x",
)  # fmt: skip


def rendered(folder: Path, body: str, head: str = "") -> pikepdf.Pdf:
    text = f"<html lang=zh><head><title>t</title>{head}</head><body><p id=x>好</p>{body}"
    (folder / "own.html").write_text(text, encoding="utf-8", newline="")
    return pikepdf.open(io.BytesIO(pages.render("own.html", {"v": VALUE}, folders=[folder])))


def links(made: pikepdf.Pdf) -> list[str]:
    marks = [mark for page in made.pages for mark in page.obj.get("/Annots", ())]
    return [str(mark.A.URI if "/A" in mark else mark.Dest) for mark in marks]


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=1&amp;c=2#d", "HTTP://Example.org", "http://127.0.0.1:8000/", "mailto:a.b@example.org",
     "mailto:a@example.org?subject=x", "https://例子.cn/路", " https://example.org ", "#x"],
)  # fmt: skip
def test_a_link_that_a_template_spells_out_works(address: str, tmp_path: Path) -> None:
    (found,) = links(rendered(tmp_path, f'<p><a href="{address}" target=_blank rel="noopener">甲</a></p>'))
    assert found.lower().startswith(("http", "mailto", "x"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_other_link_comes_into_a_page(address: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"own\.html.*(链接只能是|不能用|有误)"):
        rendered(tmp_path, f'<a href="{address}">x</a>')


@pytest.mark.parametrize("body", MADE_OF_DATA)
def test_no_link_is_made_of_the_data(body: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"数据拼成|不能用"):
        rendered(tmp_path, body)


@pytest.mark.parametrize("body", ACTING)
def test_nothing_that_acts_or_is_attached_comes_into_a_page(body: str, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    with pytest.raises(TemplateError, match=r"own\.html"):
        rendered(tmp_path, body)


def test_what_an_office_writes_into_a_page_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    body = (
        "<table border=1 cellpadding=2><caption>甲</caption><tr><th scope=col>甲<td colspan=2 align=center>乙</table>"
        "<ol start=2><li value=3>甲</ol><dl><dt>甲<dd>乙</dl><p align=center><font size=5 color=red>甲</font><br>"
        "<img src=a.svg alt=甲 width=9><b>甲</b><sup>2</sup><ruby>甲<rt>jia</ruby></p><center>甲</center><!-- 注 -->"
        "<svg width=9 height=9 viewBox='0 0 9 9'><g fill=none><linearGradient id=g></linearGradient><path d='M0 0h9'/>"
        "</g></svg><p data-x=1 aria-label=甲 style='color:#123'>甲</p>"
    )
    assert links(rendered(tmp_path, body, "<meta charset=utf-8><meta name=viewport content=x>")) == []


def test_what_a_template_says_of_itself_does_not_reach_the_file(tmp_path: Path) -> None:
    secret = "OWNER"
    names = ("author", "generator", "keywords", "description", "dcterms.created", "x-own")
    head = "".join(f'<meta name="{name}" content="{"2001-01-01" if "dc" in name else secret}">' for name in names)
    made = rendered(tmp_path, f"<!-- {secret} --><p data-x={secret}>甲</p>", head)
    assert set(made.docinfo.keys()) == {"/Title", "/Producer"}
    held = b"".join(
        one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse(resolved=True) for one in made.objects
    )
    assert secret.encode() not in held
    assert secret.encode("utf-16-be") not in held


def test_a_link_in_a_form_of_a_fixed_layout_is_kept(tmp_path: Path) -> None:
    (tmp_path / "packet").mkdir()
    own = (ROOT / "templates/packet/caption.html").read_text(encoding="utf-8")
    linked = own.replace("</body>", '<p><a href="https://example.org/">a</a></p></body>')
    (tmp_path / "packet/caption.html").write_text(linked, encoding="utf-8")
    context = {"captions": [{"text": "甲", "size_pt": 9, "across": False}]}
    for file, wanted in ((linked, ["https://example.org/"]), (own, [])):
        (tmp_path / "packet/caption.html").write_text(file, encoding="utf-8")
        made = Press([tmp_path]).render("packet/caption.html", context)
        assert links(pikepdf.open(io.BytesIO(made))) == wanted


# ---- the finished file


def finished(**entries: pikepdf.Object) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    for key, value in entries.items():
        owner, name = (made.pages[0].obj, key[5:]) if key.startswith("page_") else (made.Root, key)
        owner[f"/{name}"] = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def link(**action: object) -> pikepdf.Array:
    return pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(**action))])


@pytest.mark.parametrize(
    "content",
    [
        finished(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")),
        finished(AA=pikepdf.Dictionary()),
        finished(AcroForm=pikepdf.Dictionary(Fields=[])),
        finished(AF=pikepdf.Array()),
        finished(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())),
        finished(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary())),
        finished(Outlines=pikepdf.Dictionary(First=pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.Launch)))),
        finished(page_AA=pikepdf.Dictionary()),
        finished(page_Annots=pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Screen)])),
        finished(page_Annots=pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment)])),
        finished(page_Annots=link(S=pikepdf.Name.Launch, F="x")),
        finished(page_Annots=link(S=pikepdf.Name.GoToR, F="x")),
        finished(page_Annots=link(S=pikepdf.Name.URI, URI="javascript:x")),
        finished(page_Annots=link(S=pikepdf.Name.URI, URI="https://a.b", Next=pikepdf.Dictionary())),
    ],
)
def test_a_finished_file_that_acts_is_refused(content: bytes) -> None:
    with pytest.raises(ForbiddenError):
        require_still(content)


def test_a_finished_file_that_only_links_is_let_through() -> None:
    require_still(finished())
    require_still(finished(page_Annots=link(S=pikepdf.Name.URI, URI="https://a.b/c")))


# ---- before a build


def test_styles_and_parts_that_a_template_takes_in_are_judged_before_a_build(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "packet").mkdir(parents=True)
    contexts = [{"title": "甲", "v": VALUE}]
    (own / "packet/a.html").write_text('<html lang=zh><title>t</title>{% include "packet/b.html" %}', encoding="utf-8")
    for part in ('{% if false %}<a href="{{ v }}">x</a>{% endif %}', '<p style="background:url({{ v }})">'):
        (own / "packet/b.html").write_text(f"\n{part}", encoding="utf-8")
        (found,) = tried([Trial("packet/a.html", contexts)], (own,), DAY)
        assert "templates/packet/b.html › 第2行" in found.wrong, part
