import datetime
import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disctui.importers import xml_text
from disctui.importers.dvd_profiler import DvdProfiler
from disctui.importers.importer import Imported

from .reading import kept, read, releases

DISC = """<DVD>
  <ProfileTimestamp>2020-01-02T03:04:05Z</ProfileTimestamp>
  <ID>4010232031129.5</ID><ID_LocalityDesc>Germany</ID_LocalityDesc><ID_Type>UPCEAN</ID_Type>
  <MediaTypes><DVD>false</DVD><HDDVD>false</HDDVD><BluRay>true</BluRay><UltraHD>True</UltraHD></MediaTypes>
  <UPC>4-010232-031129</UPC>
  <CollectionNumber>12</CollectionNumber>
  <CollectionType IsPartOfOwnedCollection="true">Owned</CollectionType>
  <Title>Die Brücke &amp; der Fluß</Title><DistTrait>Mediabook</DistTrait><OriginalTitle>The Bridge</OriginalTitle>
  <CountryOfOrigin>France</CountryOfOrigin><CountryOfOrigin2>Italy</CountryOfOrigin2>
  <ProductionYear>1999</ProductionYear><Released>2012-06-09</Released><RunningTime>130</RunningTime>
  <RatingSystem>FSK</RatingSystem><Rating>12</Rating>
  <Genres><Genre>Drama</Genre><Genre>War</Genre></Genres><Regions><Region>B</Region></Regions>
  <Format><FormatAspectRatio>2.35</FormatAspectRatio><FormatVideoStandard>PAL</FormatVideoStandard>
    <ColorFormat><ClrColor>true</ClrColor></ColorFormat>
    <DynamicRange><DRHDR10>true</DRHDR10><DRDolbyVision>false</DRDolbyVision></DynamicRange></Format>
  <Features><FeatureTrailer>true</FeatureTrailer><FeatureGame>false</FeatureGame>
    <FeatureHologram>true</FeatureHologram><OtherFeatures>Poster, Booklet</OtherFeatures></Features>
  <Studios><Studio>Film House</Studio></Studios><MediaCompanies><MediaCompany>Disc House</MediaCompany></MediaCompanies>
  <Audio><AudioTrack><AudioContent>German</AudioContent><AudioFormat>DTS-HD Master Audio</AudioFormat>
    <AudioChannels>5.1</AudioChannels></AudioTrack>
    <AudioTrack><AudioContent>Commentary</AudioContent><AudioFormat>Dolby Digital</AudioFormat></AudioTrack>
    <AudioTrack><AudioContent>Commentary</AudioContent><AudioFormat>Dolby Digital</AudioFormat></AudioTrack></Audio>
  <Subtitles><Subtitle>German</Subtitle></Subtitles>
  <SRP DenominationType="EUR" DenominationDesc="Euro" FormattedValue="19,99 EUR">19.99</SRP>
  <Actors><Divider Caption="Part One" Type="Episode"/>
    <Actor FirstName="Ann" MiddleName="B." LastName="Cee" BirthYear="1950" Role="Nurse" Voice="false"/>
    <Actor FirstName="Ann" MiddleName="B." LastName="Cee" BirthYear="1950" Role="Nun" Voice="true"/></Actors>
  <Credits><Credit FirstName="Dee" LastName="Ef" CreditType="Direction" CreditSubtype="Director" CreditedAs="D. Ef"/>
    <Credit FirstName="Gee" LastName="Aitch" CreditType="Writing" CreditSubtype="Screenwriter"/>
    <Credit FirstName="Loose" LastName="End"/></Credits>
  <Overview>Line one
Line two</Overview><EasterEggs>Press left.</EasterEggs>
  <Discs><Disc><DescriptionSideA>Main</DescriptionSideA><Location>Shelf 3</Location></Disc></Discs>
  <SortTitle>Brücke</SortTitle>
  <PurchaseInfo><PurchasePrice DenominationType="EUR" FormattedValue="9,99 EUR">9.99</PurchasePrice>
    <PurchasePlace>Fleamarket</PurchasePlace><PurchaseDate>2013-02-01</PurchaseDate></PurchaseInfo>
  <Review Film="8" Video="7" Audio="0" Extras="0"/>
  <Events><Event><EventType>Watched</EventType><Timestamp>2014-05-06T20:00:00Z</Timestamp>
    <User FirstName="Me" LastName="Too"/></Event></Events>
  <BoxSet><Parent/><Contents><Content>025192063626</Content></Contents></BoxSet>
  <LoanInfo><Loaned>true</Loaned><Due>2024-01-31</Due><User FirstName="Pat" LastName="Smith"/></LoanInfo>
  <Notes>Scratched.</Notes><Tags><Tag Name="war" FullName="themes/war"/></Tags>
  <PluginCustomData><Plugin id="x"><Deep><Er>secret</Er></Deep></Plugin></PluginCustomData>
</DVD>"""


def collection(body: str) -> bytes:
    text = f'<?xml version="1.0" encoding="windows-1252"?>\n<Collection>{body}</Collection>'
    return text.encode("cp1252", "xmlcharrefreplace")


def test_every_fact_with_a_key_arrives_under_it() -> None:
    (document,) = releases(read(collection(DISC), "Collection.xml", "dvd-profiler"))
    assert document == {
        "title": "Die Brücke & der Fluß",
        "original_title": "The Bridge",
        "sort_title": "Brücke",
        "year": 1999,
        "directors": ["Dee Ef"],
        "cast": ["Ann B. Cee"],
        "writers": ["Gee Aitch"],
        "genres": ["Drama", "War"],
        "countries": ["France", "Italy"],
        "synopsis": "Line one\nLine two",
        "special_features": ["Trailer", "Poster", "Booklet"],
        "release": {
            "date": datetime.date(2012, 6, 9),
            "country": "Germany",
            "studio": "Disc House",
            "edition": "Mediabook",
            "upc": "4010232031129",
            "regions": ["B"],
        },
        "price": {"currency": "EUR", "list": 19.99},
        "specs": {
            "length": 130,
            "discs": ["4K Ultra HD", "Blu-ray Disc"],
            "video": ["PAL"],
            "hdr": ["HDR10"],
            "aspect_ratios": ["2.35:1"],
            "audio": [
                "German: DTS-HD Master Audio 5.1",
                "Commentary: Dolby Digital",
                "Commentary: Dolby Digital",
            ],
            "subtitles": ["German"],
        },
        "collection": {
            "bought": datetime.date(2013, 2, 1),
            "paid": 9.99,
            "retailer": "Fleamarket",
            "location": "Shelf 3",
            "loaned_to": "Pat Smith",
            "due": datetime.date(2024, 1, 31),
            "rating": 4,
            "watched": [datetime.date(2014, 5, 6)],
            "tags": ["themes/war"],
            "notes": "Scratched.",
        },
    }


def test_what_has_no_key_is_kept_with_the_person_or_place_it_belongs_to() -> None:
    (imported,) = read(collection(DISC), "Collection.xml")
    fields = kept(imported)
    assert ("Actors/Actor[Ann B. Cee]", "BirthYear=1950; Role=Nurse; Voice=false") in imported.kept
    assert ("Actors/Actor[Ann B. Cee]", "BirthYear=1950; Role=Nun; Voice=true") in imported.kept
    assert fields["Credits/Credit[Dee Ef]"] == "CreditedAs=D. Ef"
    assert fields["Credits/Credit[Loose End]"] == "FirstName=Loose; LastName=End"
    assert fields["Actors/Divider"] == "Caption=Part One; Type=Episode"
    assert fields["Features/FeatureHologram"] == "true"
    assert fields["PluginCustomData/Plugin"] == "id=x"
    assert fields["PluginCustomData/Plugin/Deep/Er"] == "secret"
    assert fields["BoxSet/Contents/Content"] == "025192063626"
    assert fields["Review"] == "Video=7; Audio=0; Extras=0"
    assert fields["Events/Event/Timestamp"] == "2014-05-06T20:00:00Z"  # the time of day has no key
    assert fields["Studios/Studio"] == "Film House"
    assert fields["empty elements"] == "BoxSet/Parent"


def test_an_older_file_with_one_track_and_no_tracks_element_is_read() -> None:
    body = (
        "<DVD><ID>1</ID><Title>Old</Title><Audio>"
        "<AudioLanguage>English</AudioLanguage><AudioFormat>Mono</AudioFormat></Audio></DVD>"
    )
    (document,) = releases(read(collection(body), "c.xml", "dvd-profiler"))
    assert document["specs"]["audio"] == ["English: Mono"]


def test_a_price_of_zero_is_not_a_price_and_another_currency_is_kept() -> None:
    body = (
        '<DVD><ID>1</ID><Title>T</Title><SRP DenominationType="USD">20</SRP><PurchaseInfo>'
        '<PurchasePrice DenominationType="EUR">9.99</PurchasePrice></PurchaseInfo></DVD>'
        '<DVD><ID>2</ID><Title>U</Title><SRP DenominationType="USD">0</SRP></DVD>'
    )
    first, second = read(collection(body), "c.xml")
    assert first.document["price"] == {"currency": "USD", "list": 20}
    assert kept(first)["PurchaseInfo/PurchasePrice"] == "9.99 (DenominationType=EUR)"
    assert "price" not in second.document


def test_each_release_knows_its_line_though_elements_inside_share_its_name() -> None:
    body = (
        "\n<DVD>\n<ID>1</ID><MediaTypes>\n<DVD>true</DVD></MediaTypes>"
        "<Title>A</Title></DVD>\n<DVD><ID/><Title>B</Title></DVD>"
    )
    assert [imported.line for imported in read(collection(body), "c.xml")] == [3, 6]


def test_a_box_set_holds_the_films_that_name_it_wherever_they_stand() -> None:
    body = (
        "<DVD><ID>B</ID><Title>The Owl Box</Title><BoxSet><Contents><Content>1</Content><Content>2</Content>"
        "<Content>9</Content></Contents></BoxSet></DVD>"
        "<DVD><ID>2</ID><Title>Second Owl</Title><ProductionYear>1971</ProductionYear>"
        "<BoxSet><Parent>B</Parent></BoxSet></DVD>"
        "<DVD><ID>1</ID><Title>First Owl</Title><RunningTime>90</RunningTime><BoxSet><Parent>B</Parent></BoxSet></DVD>"
    )
    found = read(collection(body), "c.xml", "dvd-profiler")
    box = next(imported for imported in found if imported.document["title"] == "The Owl Box")
    assert box.document["films"] == [{"title": "First Owl", "length": 90}, {"title": "Second Owl", "year": 1971}]
    assert kept(box)["BoxSet/Contents/Content[3]"] == "9"
    assert {imported.document["title"] for imported in found} == {"The Owl Box", "First Owl", "Second Owl"}


def test_where_discs_stand_is_said_with_their_slots() -> None:
    body = (
        "<DVD><ID>1</ID><Title>A</Title><Discs><Disc><Location>Shelf 3</Location><Slot>12</Slot></Disc></Discs></DVD>"
        "<DVD><ID>2</ID><Title>B</Title><Discs><Disc><Location>Shelf 3</Location></Disc>"
        "<Disc><Location>Shelf 3</Location></Disc></Discs></DVD>"
    )
    body += body.replace("</Disc></Discs>", "</Disc><Disc><Location>Box</Location><Slot>7</Slot></Disc></Discs>", 1)
    places = [document["collection"] for document in releases(read(collection(body), "c.xml"))]
    assert places[:2] == [{"location": "Shelf 3", "slot": 12}, {"location": "Shelf 3"}]
    assert places[2] == {"location": "Shelf 3, slot 12; Box, slot 7"}, "one place alone is said for all discs"


def test_text_is_read_as_what_it_is_whatever_the_file_declares() -> None:
    text = (
        '<?xml version="1.0" encoding="windows-1252"?><Collection><DVD><ID>1</ID><Title>Léon</Title></DVD></Collection>'
    )
    assert releases(read(text.encode(), "c.xml"))[0]["title"] == "Léon"
    bad = text.replace("windows-1252", "utf-8").replace("</DVD>", "<Notes>éx</Notes></DVD>").encode()
    remark, imported = read(bad.replace(b"x<", b"\xe9<"), "c.xml")
    assert imported.document["title"] == "Léon"
    assert "one byte is not UTF-8" in remark.problems[0].message


def test_what_a_page_left_in_an_overview_is_undone() -> None:
    body = (
        "<DVD><ID>1</ID><Title>A &amp;amp; B</Title>"
        "<Overview>One &lt;b&gt;bold&lt;/b&gt;&lt;br/&gt;two&amp;nbsp;three</Overview></DVD>"
    )
    (document,) = releases(read(collection(body), "c.xml"))
    assert document == {"title": "A & B", "synopsis": "One bold\ntwo three"}


def test_a_file_that_breaks_off_gives_what_stands_before_and_says_where() -> None:
    body = "<DVD><ID>1</ID><Title>A</Title></DVD>\n<DVD><ID>2</ID><Title>B"
    data = b"<Collection>" + body.encode()
    found = read(data, "c.xml")
    assert releases(found) == [{"title": "A"}]
    assert "breaks at line 2" in found[-1].problems[0].message
    found = read(data + b"</Title></DVD>\n", "c.xml")  # cut behind a disc that is whole
    assert releases(found) == [{"title": "A"}, {"title": "B"}]
    assert "breaks at line 3" in found[-1].problems[0].message


def test_bare_ampersands_html_names_and_control_characters_do_no_harm() -> None:
    body = "<DVD><ID>1</ID><Title>Tom & Jerry &eacute; &#x1F; \x0b</Title></DVD>"
    assert releases(read(f"<Collection>{body}</Collection>", "c.xml"))[0]["title"] == "Tom & Jerry é \ufffd \ufffd"


def test_declared_entities_are_refused_and_nothing_is_fetched() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b '
        '"&a;&a;">]><Collection><DVD><ID>1</ID><Title>&b;</Title></DVD></Collection>'
    )
    (found,) = list(DvdProfiler().read(bomb.encode(), "c.xml"))
    assert found.document == {}
    assert "entities" in found.problems[0].message
    outside = bomb.replace('"aaaa"', 'SYSTEM "file:///etc/passwd"')
    assert next(DvdProfiler().read(outside.encode(), "c.xml")).document == {}


NAMES = st.from_regex(r"[A-Z][a-zA-Z0-9]{0,8}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12).map(
    str.strip
)
ELEMENTS: st.SearchStrategy[tuple[str, str, dict[str, str], list[object]]] = st.recursive(
    st.builds(
        lambda tag, text, attributes: (tag, text, attributes, []),
        NAMES,
        TEXTS,
        st.dictionaries(NAMES, TEXTS, max_size=3),
    ),
    lambda inner: st.builds(lambda tag, children: (tag, "", {}, children), NAMES, st.lists(inner, max_size=4)),
    max_leaves=12,
)


def built(node: tuple[str, str, dict[str, str], list[object]]) -> ET.Element:
    tag, text, attributes, children = node
    element = ET.Element("X" + tag, attributes)
    element.text = text
    element.extend(built(child) for child in children)  # type: ignore[arg-type]
    return element


@given(st.lists(ELEMENTS, max_size=5))
def test_no_element_and_no_attribute_is_ever_lost(nodes: list[tuple[str, str, dict[str, str], list[object]]]) -> None:
    disc = ET.Element("DVD")
    ET.SubElement(disc, "ID").text = "1"
    ET.SubElement(disc, "Title").text = "T"
    disc.extend(built(node) for node in nodes)
    root = ET.Element("Collection")
    root.append(disc)
    imported: Imported = next(DvdProfiler().read(ET.tostring(root), "c.xml"))
    said = "\n".join(f"{field}: {value}" for field, value in imported.kept)
    for element in disc.iter():
        if element.tag.startswith("X"):
            assert element.tag in said or len(element)
            assert (element.text or "").strip() in said
            for name, value in element.attrib.items():
                assert f"{name}={value}" in said or not value.strip()


def test_a_file_is_read_piece_by_piece_and_no_more_of_it_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_text, "CHUNK", 4096)
    disc = "<DVD><ID>{0}</ID>\n<Title>Tom &amp; Jerry & {0} é</Title><Notes><![CDATA[a & b]]></Notes></DVD>\n"
    data = collection("".join(disc.format(number) for number in range(2000)))
    held = []

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            held.append(size)
            return super().read(size)

    found = list(DvdProfiler().read(Watched(data), "c.xml"))
    assert [imported.document["title"] for imported in found] == [f"Tom & Jerry & {number} é" for number in range(2000)]
    assert {imported.document["collection"]["notes"] for imported in found} == {"a & b"}
    assert [imported.line for imported in found[:3]] == [2, 4, 6]
    assert max(size or 0 for size in held) <= 4096


def test_a_comment_never_closed_is_looked_at_once() -> None:
    for count in (1000, 4000):
        text = "<Collection><DVD><ID>1</ID><Title>A</Title></DVD>" + "<!-- x & y " * count
        found = list(DvdProfiler().read(text.encode(), "c.xml"))
        assert releases(found) == [{"title": "A"}]
        assert "breaks" in found[-1].problems[0].message


def test_discs_are_found_whatever_pieces_the_file_is_read_in(monkeypatch: pytest.MonkeyPatch) -> None:
    discs = "".join(
        f"<DVD><ID>{n}</ID><Title>Film {n}</Title><MediaTypes><DVD>1</DVD></MediaTypes>\n</DVD>{'loose' * (n == 3)}\n"
        for n in range(40)
    )
    text = f"<Collection><Made>2020</Made>\n<More><DVD><ID>x</ID><Title>In a folder</Title></DVD></More>\n{discs}"
    whole = read(text + "</Collection>", "a.xml", "dvd-profiler")
    assert [found.line for found in whole if found.document.get("title")] == [2, *range(3, 83, 2)]
    cut = read(text + "<DVD><ID>9", "a.xml", "dvd-profiler")
    assert len(releases(cut)) == len(releases(whole)) == 41
    assert "loose" in "".join(value for found in whole for _, value in found.kept)
    for size in (1, 7, 50):
        monkeypatch.setattr(xml_text, "CHUNK", size)
        assert read(text + "</Collection>", "a.xml", "dvd-profiler") == whole
        assert read(text + "<DVD><ID>9", "a.xml", "dvd-profiler") == cut
