"""Forged PDFs: each function changes what a reader of a brief sees, and leaves its tagged text or its record as they were.

`FORGERIES` maps what was done to the function that does it and to words with which `verify` must name it.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream, String

Instructions = list[tuple[list[Any], Operator]]
Change = Callable[[pikepdf.Pdf], None]


class Forgery(NamedTuple):
    """A change of a file, and words of the problem by which it is found."""

    change: Change
    named: str
    dossier: str = "russia-north-korea-edition-1"


class Fonts:
    """The fonts of a file: characters by glyph number, in both directions."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        from briefing.readers.pdf_fonts import read_font

        fonts: Any = file.pages[0].obj.Resources.Font
        self.codes: dict[str, dict[int, str]] = {name: read_font(font).characters for name, font in fonts.items()}

    def text(self, name: str, shown: Any) -> str:
        data = b"".join(bytes(part) for part in shown if isinstance(part, String))
        return "".join(
            self.codes[name].get(int.from_bytes(data[at : at + 2], "big"), "?") for at in range(0, len(data), 2)
        )

    def string(self, name: str, text: str) -> String:
        known = {character: code for code, character in self.codes[name].items()}
        return String(b"".join(known[character].to_bytes(2, "big") for character in text))

    def able(self, text: str) -> str:
        """The name of a font that has all characters of a text."""
        return next(name for name, codes in self.codes.items() if set(text) <= set(codes.values()))


def instructions(page: Any) -> Instructions:
    return [(list(each.operands), each.operator) for each in pikepdf.parse_content_stream(page)]


def write(file: pikepdf.Pdf, page: Any, changed: Instructions) -> None:
    page.obj.Contents = file.make_stream(pikepdf.unparse_content_stream(changed))


def shown(page: Any, fonts: Fonts) -> list[tuple[int, str, str]]:
    """Each text of a page: the place of its instruction, its font and its characters."""
    found = []
    font = ""
    for place, (operands, operator) in enumerate(instructions(page)):
        if operator == Operator("Tf"):
            font = str(operands[0])
        elif operator == Operator("TJ"):
            found.append((place, font, fonts.text(font, operands[0])))
    return found


def find(file: pikepdf.Pdf, text: str, *, after: str = "") -> tuple[Any, int, str, str]:
    """The page, place, font and whole text of the first text with some words, behind another one if asked."""
    fonts = Fonts(file)
    waiting = bool(after)
    for page in file.pages:
        for place, font, whole in shown(page, fonts):
            if waiting:
                waiting = after not in whole
            elif text in whole:
                return page, place, font, whole
    raise AssertionError(text)


def redraw(old: str, new: str, *, after: str = "", before: bytes = b"", behind: bytes = b"") -> Change:
    """Draw other characters in place of some; `before` and `behind` are instructions around them."""

    def change(file: pikepdf.Pdf) -> None:
        page, place, font, whole = find(file, old, after=after)
        changed = instructions(page)
        changed[place] = ([Array([Fonts(file).string(font, whole.replace(old, new, 1))])], Operator("TJ"))
        around = [
            [(list(each.operands), each.operator) for each in pikepdf.parse_content_stream(file.make_stream(code))]
            for code in (before, behind)
        ]
        changed[place : place + 1] = [*around[0], changed[place], *around[1]]
        write(file, page, changed)

    return change


def keep(text: str, before: bytes, behind: bytes = b"") -> Change:
    return redraw(text, text, before=before, behind=behind)


def stamped(text: str, opening: str = "", closing: str = "", number: int = 0) -> Change:
    """Draw a text over a white box at the end of a page."""

    def change(file: pikepdf.Pdf) -> None:
        fonts = Fonts(file)
        font = fonts.able(text)
        string = bytes(fonts.string(font, text)).hex()
        code = f"{opening} 1 1 1 rg 60 600 300 20 re f BT 0 0 0 rg {font} 12 Tf 1 0 0 1 70 605 Tm [<{string}>]TJ ET {closing}"
        add(file, number, code)

    return change


def add(file: pikepdf.Pdf, number: int, code: str) -> None:
    page = file.pages[number]
    before: Any = page.obj.Contents
    page.obj.Contents = file.make_stream(before.read_bytes() + b"\n" + code.encode())


def drawn(code: str, number: int = 0) -> Change:
    return lambda file: add(file, number, code)


def annotated(kind: str) -> Change:
    def change(file: pikepdf.Pdf) -> None:
        page = file.pages[0]
        look = file.make_stream(b"1 1 1 rg 0 0 300 30 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 300, 30])
        entries = {"/Type": Name.Annot, "/Subtype": Name("/" + kind), "/Rect": Array([60, 600, 360, 630]), "/F": 4}
        annotation = Dictionary({**entries, "/Contents": String("99,999 soldiers"), "/AP": Dictionary(N=look)})
        made = file.make_indirect(annotation)
        page.obj.Annots = Array([*page.obj.get("/Annots", Array()), made])
        if kind == "Widget":
            made.FT, made.T = Name.Tx, String("a")
            file.Root.AcroForm = Dictionary(Fields=Array([made]))

    return change


def link_of(file: pikepdf.Pdf) -> Any:
    return next(a for page in file.pages for a in page.obj.get("/Annots", ()) if "/URI" in a.get("/A", {}))


def link_with_a_look(file: pikepdf.Pdf) -> None:
    look = file.make_stream(b"1 1 1 rg 0 0 100 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 10])
    link_of(file)["/AP"] = Dictionary(N=look)


def link_elsewhere(file: pikepdf.Pdf) -> None:
    link_of(file).A.URI = String("https://example.org/other")


def link_elsewhere_that_says_so(file: pikepdf.Pdf) -> None:
    link_elsewhere(file)
    link_of(file).Contents = String("https://example.org/other")


def link_that_launches(file: pikepdf.Pdf) -> None:
    link_of(file).A = Dictionary(S=Name.Launch, F=String("x.exe"))


# ------------------------------------------------------------------ glyphs


def digits_of(file: pikepdf.Pdf) -> tuple[Any, int, int]:
    """A font with the digits 1 and 2, and their glyphs."""
    fonts: Any = file.pages[0].obj.Resources.Font
    for name, codes in Fonts(file).codes.items():
        known = {character: code for code, character in codes.items()}
        if {"1", "2"} <= set(known):
            return fonts[name], known["1"], known["2"]
    raise AssertionError


def other_glyph_map(file: pikepdf.Pdf) -> None:
    font, one, two = digits_of(file)
    glyphs = list(range(3000))
    glyphs[one], glyphs[two] = two, one
    font.DescendantFonts[0].CIDToGIDMap = file.make_stream(struct.pack(">3000H", *glyphs))


def other_characters(file: pikepdf.Pdf) -> None:
    """1 is drawn for 2 and the other way round, and called what it was."""
    font, one, two = digits_of(file)
    table = font.ToUnicode.read_bytes()
    a, b = b"<%04X> <0031>" % one, b"<%04X> <0032>" % two
    assert a in table and b in table
    font.ToUnicode = file.make_stream(table.replace(a, b"<%04X> <0032>" % one).replace(b, b"<%04X> <0031>" % two))
    name = next(key for key, each in file.pages[0].obj.Resources.Font.items() if each.objgen == font.objgen)
    swapped = {one: two, two: one}
    for page in file.pages:
        current, changed = "", instructions(page)
        for operands, operator in changed:
            if operator == Operator("Tf"):
                current = str(operands[0])
            elif operator == Operator("TJ") and current == name:
                operands[0] = Array(
                    [_with_codes(part, swapped) if isinstance(part, String) else part for part in operands[0]]
                )
        write(file, page, changed)


def _with_codes(part: Any, swapped: dict[int, int]) -> String:
    data = bytes(part)
    codes = struct.unpack(f">{len(data) // 2}H", data)
    return String(struct.pack(f">{len(codes)}H", *(swapped.get(code, code) for code in codes)))


def other_outlines(file: pikepdf.Pdf) -> None:
    """The font program draws 1 as 2 and the other way round."""
    font, one, two = digits_of(file)
    descriptor = font.DescendantFonts[0].FontDescriptor
    data = descriptor.FontFile2.read_bytes()
    count = struct.unpack(">H", data[4:6])[0]
    tables = {}
    for at in range(12, 12 + 16 * count, 16):
        tag, _, start, length = struct.unpack(">4sIII", data[at : at + 16])
        tables[tag] = data[start : start + length]
    long = struct.unpack(">h", tables[b"head"][50:52])[0]
    size, factor = ("I", 1) if long else ("H", 2)
    places = [
        p * factor for p in struct.unpack(f">{len(tables[b'loca']) // struct.calcsize(size)}{size}", tables[b"loca"])
    ]
    glyphs = [tables[b"glyf"][a:b] for a, b in pairwise(places)]
    glyphs[one], glyphs[two] = glyphs[two], glyphs[one]
    starts, at = [0], 0
    for glyph in glyphs:
        at += len(glyph)
        starts.append(at)
    tables[b"glyf"] = b"".join(glyphs)
    tables[b"loca"] = struct.pack(f">{len(starts)}{size}", *(start // factor for start in starts))
    head, body = data[:12], b""
    start = 12 + 16 * count
    for tag in sorted(tables):
        head += struct.pack(">4sIII", tag, 0, start + len(body), len(tables[tag]))
        body += tables[tag] + bytes(-len(tables[tag]) % 4)
    descriptor.FontFile2 = file.make_stream(head + body)


def other_font(file: pikepdf.Pdf) -> None:
    """A font of the viewer's in place of an embedded one."""
    fonts: Any = file.pages[0].obj.Resources.Font
    name = Fonts(file).able("12")
    fonts[name] = file.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier))


# ------------------------------------------------------------------ pages


def blank_page(file: pikepdf.Pdf) -> None:
    file.add_blank_page(page_size=(595, 842))


def blank_page_like_ours(file: pikepdf.Pdf) -> None:
    """A page without text in the middle, with every key that a page of ours has."""
    first: Any = file.pages[0].obj
    page = Dictionary(Type=Name.Page, MediaBox=first.MediaBox, Resources=first.Resources, StructParents=1, Tabs=Name.S)
    page.Contents = file.make_stream(b"BT ET")
    file.pages.insert(1, pikepdf.Page(file.make_indirect(page)))


def page_gone(file: pikepdf.Pdf) -> None:
    del file.pages[1]


def pages_swapped(file: pikepdf.Pdf) -> None:
    kids: Any = file.Root.Pages.Kids
    first, second = kids[1], kids[2]
    kids[1], kids[2] = second, first


def page_twice(file: pikepdf.Pdf) -> None:
    file.pages.append(file.pages[1])


def cropped(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.CropBox = Array([0, 400, 595, 842])


def turned(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.Rotate = 180


# ------------------------------------------------------------------ the file


def script(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('99,999')"))


def named_script(file: pikepdf.Pdf) -> None:
    action = file.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    file.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), action]))


def page_action(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def form(file: pikepdf.Pdf) -> None:
    file.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))


def attachment(file: pikepdf.Pdf) -> None:
    file.attachments["other.docx"] = b"PK"


def bookmark(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Title = String("99,999 soldiers")


def title(file: pikepdf.Pdf) -> None:
    file.trailer.Info.Title = String("Another title")


def layer(file: pikepdf.Pdf) -> None:
    group = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("a")))
    file.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    file.pages[0].obj.Resources.Properties = Dictionary(L1=group)
    keep(MORE, b"/OC /L1 BDC", b"EMC")(file)


def spoken(key: str, tag: str) -> Change:
    def change(file: pikepdf.Pdf) -> None:
        element = next(
            each
            for each in file.objects
            if isinstance(each, Dictionary) and each.get("/S") == Name(tag) and "/K" in each and "/P" in each
        )
        element[key] = String("99,999 soldiers")

    return change


def form_object(file: pikepdf.Pdf) -> None:
    fonts = Fonts(file)
    font = fonts.able("99")
    code = f"1 1 1 rg 0 0 300 20 re f BT 0 0 0 rg {font} 12 Tf 1 0 0 1 5 5 Tm [<{bytes(fonts.string(font, '99')).hex()}>]TJ ET"
    resources: Any = file.pages[0].obj.Resources
    made = file.make_stream(code.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 300, 20])
    made.Resources = Dictionary(Font=resources.Font)
    resources.XObject = Dictionary(X1=made)
    add(file, 0, "/Artifact<</Type/Layout>>BDC q 1 0 0 1 60 600 cm /X1 Do Q EMC")


def picture(file: pikepdf.Pdf) -> None:
    entries = {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1, "/BitsPerComponent": 8}
    made = Stream(file, b"\xff\xff\xff")
    for key, value in {**entries, "/ColorSpace": Name.DeviceRGB}.items():
        made[key] = value
    file.pages[0].obj.Resources.XObject = Dictionary(X1=file.make_indirect(made))
    add(file, 0, "/Artifact<</Type/Layout>>BDC q 300 0 0 100 60 600 cm /X1 Do Q EMC")


def transparent(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.Resources.ExtGState = Dictionary(G1=Dictionary(ca=0))
    keep(MORE, b"/G1 gs")(file)


def swapped_cells(file: pikepdf.Pdf) -> None:
    """Exchange the places of the first cells of two rows."""
    page, changed, cells = None, [], []
    for page in file.pages:
        changed = instructions(page)
        cells = [
            place + 1
            for place, (operands, operator) in enumerate(changed)
            if operator == Operator("BDC") and str(operands[0]) == "/TD" and changed[place + 1][1] == Operator("Tm")
        ]
        if len(cells) > 8:
            break
    one, other = [place for place in cells if changed[place][0][4] == changed[cells[0]][0][4]][:2]
    changed[one], changed[other] = changed[other], changed[one]
    write(file, page, changed)


def swapped_words(file: pikepdf.Pdf) -> None:
    """Two parts of a line exchange their places."""
    page, place, font, whole = find(file, MORE)
    changed = instructions(page)
    at = next(each for each in range(place, 0, -1) if changed[each][1] == Operator("Tm"))
    a, b, c, d, x, y = map(float, changed[at][0])
    half = len(whole) // 2
    fonts = Fonts(file)
    changed[at] = ([a, b, c, d, x + 200, y], Operator("Tm"))
    changed[place : place + 1] = [
        ([Array([fonts.string(font, whole[:half])])], Operator("TJ")),
        ([a, b, c, d, x, y], Operator("Tm")),
        ([Array([fonts.string(font, whole[half:])])], Operator("TJ")),
    ]
    write(file, page, changed)


def moved(x: float, y: float) -> Change:
    """A line of text stands elsewhere."""

    def change(file: pikepdf.Pdf) -> None:
        page, place, _, _ = find(file, MORE)
        changed = instructions(page)
        at = next(each for each in range(place, 0, -1) if changed[each][1] == Operator("Tm"))
        changed[at] = ([1, 0, 0, 1, x, y], Operator("Tm"))
        write(file, page, changed)

    return change


def covered(file: pikepdf.Pdf) -> None:
    """A white box over one word."""
    from briefing.readers.pdf_text import Budget, PageReader

    page, _, _, whole = find(file, MORE)
    run = next(run for run in PageReader({}, Budget()).read(page).runs if run.text == whole)
    box = f"{run.x:.2f} {run.y - 2:.2f} {run.width / 3:.2f} {run.size:.2f} re f"
    before: Any = page.obj.Contents
    page.obj.Contents = file.make_stream(
        before.read_bytes() + f"\n/Artifact<</Type/Layout>>BDC 1 1 1 rg {box} EMC".encode()
    )


def shaded(file: pikepdf.Pdf) -> None:
    """A box in the colour of a text, drawn behind it."""
    from briefing.readers.pdf_text import Budget, PageReader

    page, _, _, whole = find(file, MORE)
    run = next(run for run in PageReader({}, Budget()).read(page).runs if run.text == whole)
    colour = " ".join(map(str, run.colour)) + (" rg" if len(run.colour) == 3 else " g")
    box = f"{colour} {run.x:.2f} {run.y - 2:.2f} {run.width:.2f} {run.size:.2f} re f"
    before: Any = page.obj.Contents
    page.obj.Contents = file.make_stream(f"/Artifact<</Type/Layout>>BDC {box} EMC\n".encode() + before.read_bytes())


def other_broken_word(file: pikepdf.Pdf) -> None:
    """Another word for the screen reader where a word is broken between lines."""
    for page in file.pages:
        changed = instructions(page)
        for operands, operator in changed:
            if operator == Operator("BDC") and str(operands[0]) == "/Span" and str(operands[1].get("/ActualText", "")):
                operands[1] = Dictionary(ActualText=String(str(operands[1].ActualText)[:-1] + "0"))
                write(file, page, changed)
                return
    raise AssertionError("no broken word")


def struck(file: pikepdf.Pdf) -> None:
    """A line through a text, drawn with the other rules, before the text."""
    from briefing.readers.pdf_text import Budget, PageReader

    page, _, _, whole = find(file, MORE)
    run = next(run for run in PageReader({}, Budget()).read(page).runs if run.text == whole)
    line = f"0 0 0 rg {run.x:.2f} {run.y + run.size * 0.25:.2f} {run.width:.2f} 0.5 re f"
    before: Any = page.obj.Contents
    page.obj.Contents = file.make_stream(f"/Artifact<</Type/Layout>>BDC {line} EMC\n".encode() + before.read_bytes())


def appended(data: bytes) -> bytes:
    """Bytes with an incremental update that changes nothing but the title of the properties."""
    start = data.rindex(b"startxref")
    with pikepdf.open(io.BytesIO(data)) as file:
        root, count = file.Root.objgen[0], int(file.trailer.Size)
    before = int(data[start:].split()[1])
    added = b"%d 0 obj\n<</Title(x)>>\nendobj\n" % count
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    at = len(data)
    return data + added + table % (count, at, count + 1, root, before, at + len(added))


MORE = "were close throughout"
"""Words of a line of prose that begins with a place of its own."""
SOLDIERS = "99,999"
SEVEN = " ".join(f"{60 + 9 * n} {600 + 6 * n} 5 1 re f {60 + 9 * n} 601 1 5 re f" for n in range(6))
"""Rectangles as in the digits of a clock."""

LINKED = "red-sea-shipping"
"""A shipped brief with links to addresses."""

FORGERIES: dict[str, Forgery] = {
    # words
    "a figure in prose": Forgery(redraw("about 4,000", "about 9,000"), "9,000"),
    "a deleted word": Forgery(redraw("had not deployed", "had deployed"), "had deployed"),
    "a figure in an exchange chart": Forgery(redraw("11,000", "12,000", after="Figure 2. "), "12,000"),
    "a figure in a timeline": Forgery(redraw("30,000", "80,000", after="Figure 1. "), "80,000"),
    "a date in a timeline": Forgery(redraw("2008", "2018", after="Figure 1. "), "2018"),
    "a figure in a column chart": Forgery(redraw("52.9", "92.5", after="Figure 3. "), "92.5"),
    "a label in an exchange chart": Forgery(redraw("Rockets", "Trucks", after="Figure 2. "), "Trucks"),
    "a page number": Forgery(redraw("Page 3 of 8", "Page 4 of 8"), "header or footer"),
    "a header": Forgery(redraw("Edition 1", "Edition 9", after="Summary"), "header or footer"),
    "a banner": Forgery(redraw("unchecked", "checked", after="Restates"), "header or footer"),
    "a repeated table head": Forgery(redraw("As stated", "As denied", after="Deminers"), "As denied"),
    "an entry of the contents": Forgery(redraw("Context", "Contest", after="Contents"), "Contest"),
    "a page number of the contents": Forgery(redraw(" 1", " 8", after="Contents"), "page number"),
    "a bullet": Forgery(redraw("\u2022", "9"), "bullet"),
    # text beside the tags
    "text over a box, without a tag": Forgery(stamped(SOLDIERS), "no tag claims"),
    "text over a box, as an artifact": Forgery(stamped(SOLDIERS, "/Artifact BMC", "EMC"), "99,999"),
    "text over a box, as decoration": Forgery(stamped(SOLDIERS, "/Artifact<</Type/Layout>>BDC", "EMC"), "decoration"),
    "text over a box, as a header": Forgery(
        stamped(SOLDIERS, "/Artifact<</Type/Pagination/Subtype/Header>>BDC", "EMC"), "header or footer"
    ),
    "text over a box, as a repeated head": Forgery(
        stamped(SOLDIERS, "/Artifact<</Type/Pagination>>BDC", "EMC"), "repeated table head"
    ),
    "text over a box, in a mark": Forgery(stamped(SOLDIERS, "/P<</MCID 999>>BDC", "EMC"), "no tag claims"),
    "text over a box, in a mark of the tags": Forgery(stamped(SOLDIERS, "/P<</MCID 0>>BDC", "EMC"), "order in which"),
    "text in a form object": Forgery(form_object, "form object"),
    "a picture over text": Forgery(picture, "picture"),
    "a picture in the instructions": Forgery(
        drawn("q 300 0 0 20 60 600 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q"), "picture inside"
    ),
    "a drawing of paths": Forgery(
        drawn("/Artifact<</Type/Layout>>BDC 60 600 m 90 640 l 99 600 l f EMC"), "drawing outside"
    ),
    "a drawing of rectangles": Forgery(drawn(f"/Artifact<</Type/Layout>>BDC {SEVEN} EMC"), "small shapes"),
    # text that nobody sees
    "a box over a word": Forgery(covered, "painted over"),
    "a line through words": Forgery(struck, "struck through"),
    "a box in the colour of words": Forgery(shaded, "colour of its background"),
    "invisible text": Forgery(keep(MORE, b"3 Tr", b"0 Tr"), "drawing mode"),
    "white text": Forgery(keep(MORE, b"1 1 1 rg"), "colour of the paper"),
    "tiny text": Forgery(keep(MORE, b"/F1 1 Tf"), "too small"),
    "squeezed text": Forgery(keep(MORE, b"1 Tz"), "squeezed"),
    "transparent text": Forgery(transparent, "transparent"),
    "clipped text": Forgery(keep(MORE, b"0 0 1 1 re W n"), "clipped"),
    "text beside the page": Forgery(moved(-900, 700), "beside the page"),
    "text at the end of the page": Forgery(moved(900, 20), "beside the page"),
    "a hidden layer": Forgery(layer, "layer"),
    "letters moved away": Forgery(keep(MORE, b"[90000 <0001>]TJ"), "moved far"),
    "turned text": Forgery(keep(MORE, b"-1 0 0 1 400 400 Tm"), "turned"),
    # text that is read otherwise than drawn
    "other text for screen readers": Forgery(
        redraw(
            MORE,
            "were foes throughout",
            before=b"/Span<</ActualText(Moscow and Pyongyang were close throughout the Cold War.)>>BDC",
            behind=b"EMC",
        ),
        "read otherwise",
    ),
    "another word where one is broken": Forgery(other_broken_word, "read otherwise"),
    "other text in a tag": Forgery(spoken("/ActualText", "/P"), "other words"),
    "an alt text of a paragraph": Forgery(spoken("/Alt", "/P"), "other words"),
    "an alt text of a figure": Forgery(spoken("/Alt", "/Figure"), "99,999"),
    "another glyph map": Forgery(other_glyph_map, "does not embed"),
    "other characters of glyphs": Forgery(other_characters, "look like others"),
    "other outlines of glyphs": Forgery(other_outlines, "look like others"),
    "another font": Forgery(other_font, "does not embed"),
    # places
    "cells of two rows exchanged": Forgery(swapped_cells, "another row"),
    "words of a line exchanged": Forgery(swapped_words, "before what it follows"),
    # annotations
    "a text annotation": Forgery(annotated("FreeText"), "FreeText"),
    "a stamp": Forgery(annotated("Stamp"), "Stamp"),
    "a form field": Forgery(annotated("Widget"), "Widget"),
    "a link that is painted": Forgery(link_with_a_look, "draws something", LINKED),
    "another address": Forgery(link_elsewhere, "does not lead where it says", LINKED),
    "another address that says so": Forgery(link_elsewhere_that_says_so, "another address", LINKED),
    "a link that starts a program": Forgery(link_that_launches, "Launch", LINKED),
    # pages
    "a blank page": Forgery(blank_page, "without text"),
    "a blank page like ours": Forgery(blank_page_like_ours, "without text"),
    "a page taken out": Forgery(page_gone, "pages were removed"),
    "two pages exchanged": Forgery(pages_swapped, "added or moved"),
    "a page twice": Forgery(page_twice, "added or moved"),
    "a cropped page": Forgery(cropped, "only a part"),
    "a turned page": Forgery(turned, "turned page"),
    # the file
    "a script": Forgery(script, "when the file is opened"),
    "a script by name": Forgery(named_script, "script"),
    "an action of a page": Forgery(page_action, "by itself"),
    "a form": Forgery(form, "form"),
    "an attached file": Forgery(attachment, "other.docx"),
    "a bookmark": Forgery(bookmark, "does not name a heading"),
    "a title": Forgery(title, "title"),
}
