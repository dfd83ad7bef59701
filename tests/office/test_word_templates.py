"""What a Word template may hold: each list refuses what is outside of it, and lets through what it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.office_files import (
    EXCEL_TYPE,
    SECRET,
    TYPES,
    WORD_TYPE,
    as_word_leaves_it,
    changed,
    field,
    in_body,
    jpeg,
    picture_run,
    png,
    stored,
    with_text,
)
from support.template_judge import complaints

from generator.campaign.errors import Problem, TemplateError, errors_of
from generator.campaign.layout import package_templates, starter_folder
from generator.linting.samples import Samples, samples
from generator.office.package import read_package
from generator.office.templates import admitted
from generator.rendering.formats import usable
from generator.rendering.word import word_file

PROGRAM = package_templates()
FORM2 = (PROGRAM / "form2/form2.docx").read_bytes()
MAIN, FOOTER = "word/document.xml", "word/footer1.xml"
LINK = "http://schemas.openxmlformats.org/drawingml/2006/main"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
CUSTOM_UI = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"


@pytest.fixture(scope="module")
def given() -> Samples:
    return samples(starter_folder())


def problems(content: bytes) -> tuple[Problem, ...]:
    return admitted(content, "templates/form2/form2.docx").problems


def errors(content: bytes) -> set[str]:
    found = errors_of(problems(content))
    assert all(one.message and one.fix and one.place.file for one in found)
    return {one.code for one in found}


def related(kind: str, target: str, mode: str = "External", source: str = MAIN, use: str = "") -> bytes:
    made = changed(FORM2, {}, [(source, "rIdE", kind, target, mode)])
    return in_body(made, use) if use else made


def with_part(name: str, content_type: str, kind: str, source: str = MAIN) -> bytes:
    return changed(FORM2, {name: (content_type, b"MZ")}, [(source, "rIdE", kind, "/" + name, "")])


def retargeted(target: str) -> bytes:
    return with_text(FORM2, "_rels/.rels", 'Target="word/document.xml"', f'Target="{target}"')


SHAPE = '<w:p><w:r><w:pict><v:shape style="width:9pt"><v:{}/></v:shape></w:pict></w:r></w:p>'
REFUSED = {
    # fields
    "field in lower case": (in_body(FORM2, field('includepicture "http://127.0.0.1:9/a" \\d')), "template-field"),
    "field in mixed case": (in_body(FORM2, field("DdeAuto c:\\cmd.exe &quot;/k&quot;")), "template-field"),
    "field cut over runs": (in_body(FORM2, field(" INC", "LUDE", 'TEXT "/etc/passwd"')), "template-field"),
    "field behind PAGE": (in_body(FORM2, field("PAGE", 'INCLUDETEXT "a"')), "template-field"),
    "text glued to PAGE": (in_body(FORM2, field('PAGE"a"')), "template-field"),
    "link to a file": (in_body(FORM2, field(' HYPERLINK "file:///c:/a.exe" ')), "template-field"),
    "link with a place": (in_body(FORM2, field('HYPERLINK "https://a.org" \\l "b"')), "template-field"),
    "link that is shown turned": (related("hyperlink", "https://a.org/\u202ecod.exe"), "template-link"),
    "font of PAGE": (in_body(FORM2, field('PAGE \\* "Font:宋体"')), "template-field"),
    "simple field": (in_body(FORM2, '<w:p><w:fldSimple w:instr=" LINK a b "/></w:p>'), "template-field"),
    "field in a footer": (in_body(FORM2, field("FILENAME \\p"), FOOTER), "template-field"),
    "field in a field": (
        in_body(
            FORM2,
            field("PAGE").replace(
                "PAGE",
                'PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>NUMPAGES',
            ),
        ),
        "template-field",
    ),
    "field without an end": (
        in_body(FORM2, field("PAGE").replace('w:fldCharType="end"', 'w:fldCharType="separate"')),
        "template-field",
    ),
    "field in a fallback": (
        in_body(
            FORM2,
            '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="w14" '
            'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"/><mc:Fallback>'
            + field("RD a").removeprefix("<w:p>").removesuffix("</w:p>")
            + "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ),
        "template-field",
    ),
    "text in a field's instruction": (
        in_body(FORM2, field("PAGE", " ").replace(" </w:instrText>", "</w:instrText><w:t></w:t>")),
        "template-field",
    ),
    "equation with quotes": (in_body(FORM2, field('EQ \\o(a, "http://a")')), "template-field"),
    "mark in a field": (in_body(FORM2, field("PAGE {{ title }}")), "template-mark"),
    "mark in a simple field": (in_body(FORM2, '<w:p><w:fldSimple w:instr="PAGE {{ title }}"/></w:p>'), "template-mark"),
    # relationships
    "mode in lower case": (related("image", "http://127.0.0.1:9/a", "external"), "template-link"),
    "linked picture": (related("image", "http://127.0.0.1:9/a", use=picture_run("rIdE", "r:link")), "template-link"),
    "picture over a hyperlink": (
        related("hyperlink", "http://127.0.0.1:9/a", use=picture_run("rIdE", "r:link")),
        "template-link",
    ),
    "embedded over a hyperlink": (
        related("hyperlink", "http://127.0.0.1:9/a", use=picture_run("rIdE")),
        "template-link",
    ),
    "hyperlink to a file": (related("hyperlink", "file:///etc/passwd"), "template-link"),
    "hyperlink to a script": (related("hyperlink", "javascript:a()"), "template-link"),
    "hyperlink to a share": (related("hyperlink", "\\\\server\\a"), "template-link"),
    "hyperlink out of data": (related("hyperlink", "https://a.org/{{ title }}"), "template-mark"),
    "hyperlink of the settings": (related("hyperlink", "https://a.org/", source="word/settings.xml"), "template-link"),
    "target above the package": (related("image", "../../../a.png", ""), "template-part"),
    "target encoded": (related("image", "%2e%2e%2fa.png", ""), "template-part"),
    "attached template": (related("attachedTemplate", "file:///a.dotm", source="word/settings.xml"), "template-link"),
    "clicked picture": (
        changed(
            in_body(FORM2, picture_run("rIdP", link=f'<a:hlinkClick xmlns:a="{LINK}" r:id="rIdE"/>')),
            {"word/media/a.png": ("image/png", png())},
            [(MAIN, "rIdP", "image", "media/a.png", ""), (MAIN, "rIdE", "hyperlink", "https://a.org", "External")],
        ),
        "template-link",
    ),
    # shapes
    "shape with an address": (in_body(FORM2, SHAPE.format('imagedata src="http://127.0.0.1/a"')), "template-element"),
    "shape with a link": (in_body(FORM2, SHAPE.format('fill o:href="http://127.0.0.1/a"')), "template-element"),
    # parts
    "another main part": (retargeted("doc/main.xml"), "template-broken"),
    "no main part": (with_text(FORM2, "_rels/.rels", '/officeDocument"', '/nothing"'), "template-broken"),
    "relationships in capitals": (
        stored(
            (name.replace("document.xml.rels", "document.xml.RELS"), data) for name, data in read_package(FORM2).items()
        ),
        "template-broken",
    ),
    "object elsewhere": (
        with_part("word/foo/a.bin", "application/vnd.openxmlformats-officedocument.oleObject", "oleObject"),
        "template-object",
    ),
    "macros renamed": (with_part("word/foo.bin", "application/vnd.ms-office.vbaProject", VBA), "template-macro"),
    "macros called a property": (
        with_part("docProps/custom.xml", "application/vnd.ms-office.vbaProject", VBA, ""),
        "template-macro",
    ),
    "user interface": (with_part("customUI/customUI.xml", "application/xml", CUSTOM_UI, ""), "template-macro"),
    "embedded page": (related("aFChunk", "chunk.html", "", use='<w:altChunk r:id="rIdE"/>'), "template-object"),
    "font": (
        with_part(
            "word/fonts/font1.odttf",
            "application/vnd.openxmlformats-officedocument.obfuscatedFont",
            "font",
            "word/fontTable.xml",
        ),
        "template-object",
    ),
    "macro type": (
        with_text(
            FORM2, TYPES, f"{WORD_TYPE}document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"
        ),
        "template-macro",
    ),
    "workbook inside": (with_part("word/a.xlsx", f"{EXCEL_TYPE}sheet.main+xml", "package"), "template-object"),
    "part without a type": (changed(FORM2, {"word/media/a.png": ("", png())}), "template-part"),
    "picture of another kind": (
        changed(FORM2, {"word/media/a.png": ("image/png", jpeg())}, [(MAIN, "rIdP", "image", "media/a.png", "")]),
        "template-broken",
    ),
    "vector picture": (with_part("word/media/a.emf", "image/x-emf", "image"), "template-part"),
    "an entry twice": (stored([*read_package(FORM2).items(), ("word/Document.xml", b"<a/>")]), "template-broken"),
    "left in the trash": (changed(FORM2, {"[trash]/0000.dat": ("", b"a")}), "template-broken"),
    "path out of the package": (changed(FORM2, {"../a.xml": ("", b"a")}), "template-broken"),
    # XML
    "declaration": (with_text(FORM2, "word/styles.xml", "?>", '?><!DOCTYPE a [<!ENTITY b "c">]>'), "template-broken"),
    "strict form": (
        stored(
            (
                name,
                data.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            )
            for name, data in read_package(FORM2).items()
        ),
        "template-broken",
    ),
    "nested without end": (in_body(FORM2, "<w:p>" * 300 + "</w:p>" * 300), "template-broken"),
    "another alphabet": (
        stored(
            (name, data.replace(b'encoding="UTF-8"', b'encoding="UTF-7"') if name == MAIN else data)
            for name, data in read_package(FORM2).items()
        ),
        "template-broken",
    ),
    # marks and what is not printed
    "mark in an attribute": (
        in_body(FORM2, '<w:p><w:bookmarkStart w:id="1" w:name="{{ title }}"/></w:p>'),
        "template-mark",
    ),
    "mark in a style": (with_text(FORM2, "word/styles.xml", 'w:ascii="', 'w:ascii="{{ title }}'), "template-mark"),
    "mark in a namespace": (in_body(FORM2, '<w:p xmlns:x="{{ title }}"/>'), "template-broken"),
    "tracked change": (
        in_body(FORM2, '<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>a</w:t></w:r></w:ins></w:p>'),
        "template-changes",
    ),
    "form field of old": (
        in_body(
            FORM2,
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="a"/>'
            "</w:ffData></w:fldChar></w:r></w:p>",
        ),
        "template-field",
    ),
    "object": (in_body(FORM2, "<w:p><w:r><w:object/></w:r></w:p>"), "template-object"),
    "frames": (in_body(FORM2, "<w:p><w:frameset/></w:p>"), "template-object"),
    "mail merge": (
        with_text(FORM2, "word/settings.xml", "<w:decimalSymbol", "<w:mailMerge/><w:decimalSymbol"),
        "template-link",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_outside_the_lists_is_an_error(what: str) -> None:
    content, code = REFUSED[what]
    assert code in errors(content)
    with pytest.raises(TemplateError, match=r"templates/form2/form2\.docx"):
        usable(content, "form2/form2.docx")


def alternative(inside: str) -> str:
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="am3d" xmlns:am3d="http://schemas.microsoft.com/office/'
        f'drawing/2017/model3d"><am3d:model3d/></mc:Choice><mc:Fallback>{inside}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )


# As Word writes a watermark into a header, and an older one a picture.
WATERMARK = (
    '<w:p><w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0" o:connectangles="270"/><v:textpath on="t" fitshape="t"/><v:handles>'
    '<v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
    '<v:shape id="水印1" '
    'o:spid="_x0000_s2049" type="#_x0000_t136" alt="" style="position:absolute;width:400pt" o:allowincell="f" '
    'fillcolor="silver" stroked="f"><v:fill opacity=".5"/><v:textpath style="font-size:1pt" string="样张"/>'
    '<w10:wrap xmlns:w10="urn:schemas-microsoft-com:office:word" anchorx="margin" anchory="margin"/></v:shape></w:pict>'
    "</w:r></w:p>"
)
OLD_PICTURE = (
    '<w:p><w:r><w:pict><v:shapetype id="_x0000_t75" o:spt="75" o:preferrelative="t" filled="f" stroked="f"><v:stroke '
    'joinstyle="miter"/><v:path o:extrusionok="f" gradientshapeok="t" o:connecttype="rect"/><o:lock v:ext="edit" '
    'aspectratio="t"/></v:shapetype><v:shape id="_x0000_i1025" type="#_x0000_t75" style="width:9pt" o:bullet="t">'
    '<v:imagedata r:id="rIdP" o:title="图"/></v:shape></w:pict></w:r></w:p>'
)
VML = (
    '<w:pict><v:shape id="水印" o:spid="_x0000_s1" style="width:9pt" o:gfxdata="UEsD">'
    '<v:textpath string="样张"/></v:shape></w:pict>'
)
ALLOWED = {
    "page number": in_body(FORM2, field("PAGE \\* MERGEFORMAT")),
    "page number cut": in_body(FORM2, field(" P", "AG", "E ")),
    "number of pages": in_body(FORM2, '<w:p><w:fldSimple w:instr=" NUMPAGES \\* Arabic "/></w:p>'),
    "section's pages": in_body(FORM2, field("sectionpages \\# &quot;0&quot;")),
    "circled character": in_body(FORM2, field("eq \\o\\ac(○,1)")),
    "phonetic guide of old": in_body(FORM2, field('EQ \\* jc2 \\* "Font:宋体" \\* hps21 \\o\\ad(\\s\\up 9(zhèng),证)')),
    "link to a page": related(
        "hyperlink",
        "https://example.org/通知?a=1&amp;b=2",
        "external",
        use='<w:p><w:hyperlink r:id="rIdE" w:history="1"><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>',
    ),
    "link to a mailbox": related("hyperlink", "MAILTO:a@example.org"),
    "link of WPS": in_body(FORM2, field(' HYPERLINK "mailto:a@example.org" \\o "写信" \\h ')),
    "watermark": in_body(FORM2, WATERMARK),
    "picture of old": changed(
        in_body(FORM2, OLD_PICTURE),
        {"word/media/a.png": ("image/png", png())},
        [(MAIN, "rIdP", "image", "media/a.png", "")],
    ),
    "shape with a text of old": in_body(FORM2, f"<w:p><w:r>{VML}</w:r></w:p>"),
    "what newer programs show otherwise": in_body(FORM2, alternative(VML)),
    "PNG": changed(
        in_body(FORM2, picture_run("rIdP")),
        {"word/media/a.png": ("image/png", png())},
        [(MAIN, "rIdP", "image", "media/a.png", "")],
    ),
    "JPEG as a camera names it": changed(
        in_body(FORM2, picture_run("rIdP")),
        {"word/media/image1.JPG": ("image/jpeg", jpeg())},
        [(MAIN, "rIdP", "image", "media/image1.JPG", "")],
    ),
    "logo in a footer": changed(
        in_body(FORM2, picture_run("rIdP"), FOOTER),
        {"word/media/a.png": ("image/png", png())},
        [(FOOTER, "rIdP", "image", "media/a.png", "")],
    ),
    "JPEG": changed(
        in_body(FORM2, picture_run("rIdP")),
        {"word/media/a.jpg": ("image/jpg", jpeg())},
        [(MAIN, "rIdP", "image", "/word/media/a.jpg", "Internal")],
    ),
    "UTF-16": stored(
        (
            name,
            data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16") if name == MAIN else data,
        )
        for name, data in read_package(FORM2).items()
    ),
    "another prefix": stored(
        (name, data.replace(b"w:", b"zz:").replace(b"xmlns:w=", b"xmlns:zz=") if name == FOOTER else data)
        for name, data in read_package(FORM2).items()
    ),
    "what the file calls ignorable": with_text(
        FORM2,
        MAIN,
        "<w:document ",
        '<w:document xmlns:mc="http://schemas.'
        'openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x" xmlns:x="urn:x" x:y="z" '
        if "xmlns:mc=" not in read_package(FORM2)[MAIN].decode()[:900]
        else '<w:document xmlns:x="http://schemas.microsoft.com/office/word/2018/wordml" ',
    ),
    "nothing changed": FORM2,
}


@pytest.mark.parametrize("what", ALLOWED)
def test_what_is_in_the_lists_is_let_through_and_filled(what: str, given: Samples) -> None:
    assert errors(ALLOWED[what]) == set()
    made = word_file.render(
        usable(ALLOWED[what], "form2/form2.docx"), given.contexts["form2/form2.docx"][-1], modified=given.day
    )
    assert complaints(made) == []
    assert "试填文字" in read_package(made)[MAIN].decode()


@pytest.mark.parametrize("name", ["form2/form2.docx", "notice/notice.docx", "packet/paper.docx"])
def test_a_template_as_word_leaves_it_passes_and_none_of_it_gets_out(name: str, given: Samples) -> None:
    content = as_word_leaves_it((PROGRAM / name).read_bytes())
    assert SECRET.encode() in b"".join(read_package(content).values())
    found = admitted(content, name).problems
    assert {(one.severity, one.code) for one in found} == {
        ("warning", "template-dropped"),
        ("warning", "template-link"),
    }
    assert all(
        word in next(one.message for one in found if one.code == "template-dropped")
        for word in ("文件属性", "批注", "缩略图", "附加的数据")
    )
    made = word_file.render(usable(content, name), given.contexts[name][-1], modified=given.day)
    assert complaints(made) == []
    parts = read_package(made)
    assert (
        parts["docProps/core.xml"]
        == read_package(word_file.render((PROGRAM / name).read_bytes(), given.contexts[name][-1], modified=given.day))[
            "docProps/core.xml"
        ]
    )
    text = parts[MAIN].decode()
    assert all(
        word in text for word in ("智能标记里的字", "控件里的字", "网址", "footnoteReference", "repeatingSection")
    )
    assert "word/glossary/document.xml" in parts


@pytest.mark.parametrize("path", sorted(PROGRAM.rglob("*.docx")), ids=lambda path: path.name)
def test_the_programs_own_templates_hold_nothing_outside_the_lists(path: Path) -> None:
    assert admitted(path.read_bytes(), path.name).problems == ()
    assert usable(path.read_bytes(), path.relative_to(PROGRAM).as_posix()) == path.read_bytes()


def test_a_long_list_of_mistakes_is_cut_and_says_so() -> None:
    found = problems(
        in_body(FORM2, "<w:p>" + "".join(f'<w:fldSimple w:instr="RD {n}"/>' for n in range(500)) + "</w:p>")
    )
    assert len(found) < 50
    assert "另有" in found[-1].message


@pytest.mark.parametrize(
    "mark",
    [
        "{{ title|safe }}",
        "{{ '&lt;w:fldSimple w:instr=\"DDE a b\"/>'|safe }}",
        "{{ sized(title, 9)[0:1] ~ 'w:p/>' }}",
        "{{ sized(title, 9)[0] }}",
        "{{ sized(title, 9)|replace('w:t', 'w:instrText') }}",
        "{{ sized(title, 9).split('w:r')[0] }}",
        "{{ sized(title, 9)|trim('w:r>') }}",
        "{{ [sized(title, 9)]|map('replace', 'w:t', 'w:instrText')|join }}",
        "{{ gap(9)[::-1] }}",
        "{% set x %}a{% endset %}{{ x[0:1] }}",
        "{% macro f() %}a{% endmacro %}{{ f()|lower }}",
    ],
)
def test_no_data_becomes_markup_and_no_markup_is_cut(mark: str, given: Samples) -> None:
    hurt = usable(in_body(FORM2, f"<w:p><w:r><w:t>{mark}</w:t></w:r></w:p>"), "form2/form2.docx")
    with pytest.raises(TemplateError, match="有误"):
        word_file.render(hurt, given.contexts["form2/form2.docx"][-1], modified=given.day)


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("{{ 'abc'[0:2]|upper }}", "AB"),
        ("{{ 'abc'[::-1] }}", "cba"),
        ("{{ ' a '|trim|replace('a', 'bc') }}", "bc"),
    ],
)
def test_plain_texts_are_cut_and_changed_as_ever(mark: str, text: str, given: Samples) -> None:
    own = usable(in_body(FORM2, f"<w:p><w:r><w:t>【{mark}】</w:t></w:r></w:p>"), "form2/form2.docx")
    made = word_file.render(own, given.contexts["form2/form2.docx"][-1], modified=given.day)
    assert f"【{text}】" in read_package(made)[MAIN].decode()
