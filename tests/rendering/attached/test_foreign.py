"""Pages of other files in files of ours: shared where they are equal, unchanged, with their layers."""

from io import BytesIO

import pikepdf
import pytest

from generator.rendering.attached.foreign import ForeignDocument, foreign
from generator.rendering.pdf.fixed import FixedFile

BLACK_BOX = b"0 g 100 100 200 200 re f"


def of_a_form(content: bytes = BLACK_BOX, *, name: str = "A", **resources: pikepdf.Object) -> bytes:
    """A PDF of one page that draws a form with this content."""
    made = pikepdf.new()
    form = made.make_stream(content, pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form))
    form.BBox = pikepdf.Array([0, 0, 595, 842])
    form.Resources = pikepdf.Dictionary({f"/{key}": made.make_indirect(value) for key, value in resources.items()})
    page = made.add_blank_page(page_size=(595, 842))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({f"/{name}": form}))
    page.obj.Contents = made.make_stream(f"q /{name} Do Q".encode())
    return saved(made)


def saved(made: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def together(*contents: bytes) -> pikepdf.Pdf:
    """One file of the pages of these."""
    file = FixedFile("")
    for content in contents:
        file.add(foreign(content))
    return pikepdf.open(BytesIO(file.content()))


def forms(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [page.obj.Resources.XObject["/A"] for page in pdf.pages]


def test_what_a_page_draws_is_the_same() -> None:
    pdf = together(of_a_form())
    (page,) = pdf.pages
    assert page.obj.Contents[0].read_bytes() == b"q /A Do Q"
    assert page.obj.Resources.XObject["/A"].read_bytes() == BLACK_BOX
    assert [float(edge) for edge in page.mediabox] == [0, 0, 595, 842]


def test_equal_objects_of_two_files_are_stored_once_and_others_are_not() -> None:
    pdf = together(of_a_form(), of_a_form(), of_a_form(b"1 g 0 0 9 9 re f"))
    one, same, other = forms(pdf)
    assert one.objgen == same.objgen
    assert one.objgen != other.objgen
    assert other.read_bytes() == b"1 g 0 0 9 9 re f"


def test_objects_are_equal_only_if_what_they_refer_to_is() -> None:
    fonts = [pikepdf.Dictionary(F=pikepdf.Dictionary(BaseFont=pikepdf.Name(f"/{name}"))) for name in "XXY"]
    pdf = together(*(of_a_form(Font=font) for font in fonts))
    one, same, other = forms(pdf)
    assert one.objgen == same.objgen
    assert one.objgen != other.objgen
    assert other.Resources.Font.F.BaseFont == "/Y"


@pytest.mark.parametrize("said", ["见 12 0 R (甲) \\ 3 0 R", "see 12 0 R (A)", "\\) 12 0 R"])
def test_a_text_that_looks_like_a_reference_stays_a_text(said: str) -> None:
    about = pikepdf.Dictionary(P=pikepdf.Dictionary(Said=pikepdf.String(said)))
    pdf = together(of_a_form(Properties=about))
    (form,) = forms(pdf)
    assert str(form.Resources.Properties.P.Said) == said


def test_what_leads_back_to_itself_is_copied() -> None:
    made = pikepdf.open(BytesIO(of_a_form()))
    form = made.pages[0].obj.Resources.XObject["/A"]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Me=form))
    pdf = together(saved(made), of_a_form())
    one, other = forms(pdf)
    assert one.Resources.XObject.Me.objgen == one.objgen
    assert one.objgen != other.objgen


def test_a_long_chain_of_objects_is_copied() -> None:
    made = pikepdf.open(BytesIO(of_a_form()))
    last = made.make_indirect(pikepdf.Dictionary(End=True))
    for _ in range(5000):
        last = made.make_indirect(pikepdf.Dictionary(Next=last))
    made.pages[0].obj.Resources.XObject["/A"].PieceInfo = last
    pdf = together(saved(made))
    (form,) = forms(pdf)
    link, length = form.PieceInfo, 0
    while "/Next" in link:
        link, length = link.Next, length + 1
    assert length == 5000


def with_a_layer(*, hidden: bool) -> bytes:
    made = pikepdf.open(BytesIO(of_a_form()))
    layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="图层"))
    made.pages[0].obj.Resources.Properties = pikepdf.Dictionary(L=layer)
    made.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer] if hidden else []))
    )
    return saved(made)


def test_of_two_layers_with_the_same_name_the_hidden_one_stays_hidden() -> None:
    pdf = together(with_a_layer(hidden=True), with_a_layer(hidden=False))
    first, second = (page.obj.Resources.Properties.L for page in pdf.pages)
    assert first.objgen != second.objgen
    assert [layer.objgen for layer in pdf.Root.OCProperties.OCGs] == [first.objgen, second.objgen]
    assert [layer.objgen for layer in pdf.Root.OCProperties.D.OFF] == [first.objgen]


def test_all_layers_but_those_listed_are_hidden_where_the_file_says_so() -> None:
    made = pikepdf.open(BytesIO(with_a_layer(hidden=False)))
    made.Root.OCProperties.D = pikepdf.Dictionary(BaseState=pikepdf.Name.OFF)
    document: ForeignDocument = foreign(saved(made))
    assert list(document.hidden) == list(document.layers) != []


def test_a_page_that_is_turned_stays_turned() -> None:
    made = pikepdf.open(BytesIO(of_a_form()))
    made.pages[0].obj.Rotate = 90
    pdf = together(saved(made), of_a_form())
    assert [int(page.obj.get("/Rotate", 0)) for page in pdf.pages] == [90, 0]
