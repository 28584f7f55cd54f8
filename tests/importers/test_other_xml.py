import datetime
import io
import zipfile

from disctui.importers.xml_records import XmlRecords

from .reading import kept, read, releases

CLZ = """<?xml version="1.0" encoding="UTF-8"?><movieinfo><moviemetadata><field name="Title" label="Title"/>
</moviemetadata>
<movielist><movie><id>7</id><format><displayname>Blu-ray</displayname><sortname>Blu-ray</sortname></format>
<collectionstatus listid="3">In Collection</collectionstatus><title>Some &amp; Other</title><upc>715515242615</upc>
<runtime>97</runtime><runtimeminutes>97 mins</runtimeminutes><myrating>8</myrating>
<releasedate><year><displayname>1966</displayname></year><date>1966</date></releasedate>
<dvdreleasedate><year><displayname>2012</displayname></year><month>3</month><day>4</day><date>4/3/2012</date></dvdreleasedate>
<cast><star><role id="dfActor">Actor</role><roleid>dfActor</roleid><person><displayname>Ann Bee</displayname>
<sortname>Bee, Ann</sortname><lastname>Bee</lastname><firstname>Ann</firstname></person><character>Hero</character>
</star></cast>
<crew><crewmember><role id="dfDirector">Director</role><roleid>dfDirector</roleid><person>
<displayname>Cee, Dee</displayname></person></crewmember><crewmember><role id="dfProducer">Producer</role>
<roleid>dfProducer</roleid><person><displayname>Eff Gee</displayname></person></crewmember></crew>
<regions><region><displayname>Region B</displayname></region></regions>
<audios><audio><displayname>010 Dolby Digital Mono [Spanish]</displayname></audio></audios>
<studios><studio><displayname>Studio One</displayname></studio></studios>
<distributor><displayname>Label Two</displayname></distributor>
<purchaseprice>$4.50</purchaseprice><location><displayname>Home</displayname></location>
<seenit boolvalue="1">Yes</seenit><extrafeatures>* Trailer
* Making of</extrafeatures><bpmediaid>99</bpmediaid></movie></movielist></movieinfo>"""


def test_clz_values_nested_in_display_names_arrive() -> None:
    (imported,) = read(CLZ, "export.xml", "clz-xml")
    document = imported.document
    assert document["title"] == "Some & Other"
    assert (document["year"], document["directors"], document["cast"]) == (1966, ["Dee Cee"], ["Ann Bee"])
    assert document["release"]["date"] == datetime.date(2012, 3, 4)  # its parts leave no guess
    assert document["release"]["studio"] == "Label Two"
    assert document["release"]["regions"] == ["B"]
    assert document["specs"] == {"length": 97, "discs": ["Blu-ray Disc"], "audio": ["Dolby Digital Mono [Spanish]"]}
    assert document["collection"] == {"paid": 4.5, "location": "Home", "rating": 4, "seen": True}
    assert document["price"] == {"currency": "USD"}
    assert document["special_features"] == ["Trailer", "Making of"]
    fields = kept(imported)
    assert fields["cast/star[Ann Bee]/character"] == "Hero"
    assert fields["crew/crewmember[Eff Gee]/role"] == "Producer (id=dfProducer)"
    assert fields["studios/studio/displayname"] == "Studio One"
    assert ("seenit" in fields, fields["bpmediaid"]) == (False, "99")


TELLICO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tellico PUBLIC '-//Robby Stephenson/DTD Tellico V11.0//EN' 'http://periapsis.org/tellico/dtd/v11/tellico.dtd'>
<tellico xmlns="http://periapsis.org/tellico/" syntaxVersion="11"><collection title="Mine" type="{kind}">
<fields><field name="title" title="Title"/></fields>
<entry id="3"><title>Film</title><medium>DVD</medium><year>1970</year><genres><genre>Drama</genre></genres>
<nationalitys><nationality>France</nationality></nationalitys><casts><cast><column>Bee, Ann</column>
<column>Her</column></cast>
</casts><directors><director>Dee Cee</director></directors><audio-tracks><audio-track>Mono</audio-track></audio-tracks>
<running-time>90</running-time><rating>4</rating><pur_price>12 €</pur_price><color>Color</color>
<cdate calendar="gregorian"><year>2012</year><month>05</month></cdate></entry>
<borrowers><borrower name="Smith, Pat" uid="1">
<loan uid="2" loanDate="2024-01-02" dueDate="2024-02-03" entryRef="3">be nice
</loan></borrower></borrowers><filters><filter name="f" match="all"><rule field="title" pattern="x"/></filter></filters>
</collection></tellico>"""


def test_tellico_lists_tables_and_loans_find_their_entry_zipped_or_not() -> None:
    text = TELLICO.format(kind=3)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tellico.xml", text)
        archive.writestr("images/x.jpeg", b"x")
    for data in (text.encode(), packed.getvalue()):
        found = read(data, "films.tc", "tellico")
        document = found[0].document
        assert (document["cast"], document["countries"], document["genres"]) == (["Ann Bee"], ["France"], ["Drama"])
        assert document["collection"] == {
            "paid": 12,
            "loaned_to": "Pat Smith",
            "loaned_on": datetime.date(2024, 1, 2),
            "due": datetime.date(2024, 2, 3),
            "rating": 4,
        }
        fields = kept(found[0])
        assert fields["casts/cast[Bee, Ann]/column[2]"] == "Her"
        assert (fields["loan"], fields["color"], fields["cdate/month"]) == ("be nice", "Color", "05")
        assert found[-1].of_file
        assert ("collection/filters/filter", "name=f; match=all") in found[-1].kept


def test_tellico_books_are_said_to_be_books_and_nothing_of_them_is_lost() -> None:
    found = read(TELLICO.format(kind=2), "books.tc")
    assert "books" in found[0].problems[0].message
    assert releases(found) == []
    assert kept(found[0])["title"] == "Film"


def test_gcstar_attributes_and_lines_arrive() -> None:
    text = """<?xml version="1.0" encoding="UTF-8"?><collection type="GCfilms" items="2" version="1.8.0">
    <information><maxId>2</maxId></information>
    <item id="2" title="Film" date="1982" time="102 min" director="Dee Cee, Eff Gee" country="Australia" seen="1"
      webPage="http://x.example/##IMDb" region="1" format="DVD" rating="7" age="5" borrower="Pat" place="Box 1">
      <synopsis>Story.</synopsis><genre><line><col>Drama</col></line></genre>
      <actors><line><col>Ann Bee</col><col>Her</col></line></actors>
      <audio><line><col>English</col><col>AC3</col></line></audio><tags><line><col>blue</col></line></tags></item>
    <item id="3" title="Other" date="12/03/1999" borrower="none" actors="Ann Bee (Her), Cee Dee (Him)"/></collection>"""
    found = read(text, "films.gcs", "gcstar")
    first, second = found[0], found[1]
    assert first.document["directors"] == ["Dee Cee", "Eff Gee"]
    assert first.document["specs"] == {"length": 102, "discs": ["DVD"], "audio": ["English: AC3"]}
    mine = {"location": "Box 1", "loaned_to": "Pat", "rating": 3.5, "seen": True, "tags": ["blue"]}
    assert first.document["collection"] == mine
    fields = kept(first)
    assert (fields["webPage"], fields["age"]) == ("http://x.example/##IMDb", "5")
    assert fields["actors/line[Ann Bee]/col[2]"] == "Her"
    assert second.document["cast"] == ["Ann Bee", "Cee Dee"]
    assert kept(second)["actors"] == "Ann Bee (Her), Cee Dee (Him)"
    assert "loaned_to" not in second.document.get("collection", {})


def test_data_crow_of_both_versions_says_the_same() -> None:
    old = """<data-crow-objects><movie><item>Movies</item><actors><actor><name>Ann Bee</name></actor></actors>
    <actors-list>Ann Bee</actors-list><countries><country><name>France</name></country></countries>
    <directors><director><name>Dee Cee</name></director></directors><ean>715515242615</ean>
<playlength>2:49:00</playlength>
    <rating>8 / 10</rating><storage-medium>DVD</storage-medium><title>Film</title><label>Film</label><year>2014</year>
    <lend-by>Pat</lend-by><picture-front>x.jpg</picture-front></movie></data-crow-objects>"""
    new = """<data-crow-objects><movie-items><movie><actors-items><actor><id>1</id><name>Ann Bee</name></actor>
</actors-items>
    <actors-items-list>Ann Bee</actors-items-list><countries-items><country><name>France</name></country>
</countries-items>
    <directors-items><director><name>Dee Cee</name></director></directors-items><ean>715515242615</ean>
    <playlength>10140</playlength><rating>8</rating><storage-medium-items><storage-medium><name>DVD</name></storage-medium>
    </storage-medium-items><title>Film</title><year>2014</year><lend-by>Pat</lend-by><series>S</series></movie></movie-items>
    </data-crow-objects>"""
    (one,) = releases(read(old, "movies.xml", "data-crow"))
    found = read(new, "movies.xml", "data-crow")
    assert one == found[0].document
    assert one["specs"] == {"length": 169, "discs": ["DVD"]}
    assert kept(found[0])["actors-items/actor[Ann Bee]/id"] == "1"
    assert "actors-items-list" not in kept(found[0])


def test_kodi_films_and_disc_stubs() -> None:
    nfo = """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?><movie><title>Alien</title><year></year>
    <premiered>1979-05-25</premiered><runtime>117</runtime><genre>Horror / Sci-Fi</genre>
<director>Ridley Scott</director>
    <credits>Dan O'Bannon</credits><actor><name>John Hurt</name><role>Kane</role></actor><userrating>9</userrating>
    <set><name>Alien Collection</name></set><playcount>0</playcount></movie>
    https://www.themoviedb.org/movie/348"""
    (film,) = read(nfo, "alien.nfo", "kodi")
    assert (film.document["year"], film.document["genres"]) == (1979, ["Horror", "Sci-Fi"])
    assert film.document["collection"] == {"rating": 4.5}
    assert kept(film)["after the film"].startswith("https://")
    assert kept(film)["actor[John Hurt]/role"] == "Kane"
    assert kept(film)["set/name"] == "Alien Collection"
    (stub,) = read("<discstub><title>Alien</title><message>Shelf 2</message></discstub>", "alien.disc", "kodi")
    assert stub.document == {"title": "Alien", "collection": {"notes": "Shelf 2"}}
    (empty,) = read("<movie><title></title><top250>-1</top250></movie>", "empty.nfo", "kodi")
    assert empty.document == {}
    assert empty.problems[0].code == "no-title"


ANT = """<?xml version="1.0" encoding="UTF-8"?><AntMovieCatalog><Catalog><Contents>
<Movie Number="1" OriginalTitle="One" Date="25/12/2019" Borrower="" PurchaseDate="3/4/2020"/>
<Movie Number="2" OriginalTitle="Two" PurchaseDate="5/6/2021"/>
</Contents></Catalog></AntMovieCatalog>"""


def test_what_one_date_of_an_xml_file_shows_of_days_and_months_holds_for_all_of_it() -> None:
    for encoding in ("UTF-8", "UTF-16"):
        data = ANT.replace("UTF-8", encoding).encode(encoding)
        found = list(XmlRecords().read(data, "ant.xml"))
        assert not any(one.problems for one in found)
        assert [one.document["collection"]["bought"] for one in found] == [
            datetime.date(2020, 4, 3),
            datetime.date(2021, 6, 5),
        ]


def test_where_no_date_of_an_xml_file_shows_it_that_is_said_and_the_owner_settles_it() -> None:
    unsettled = ANT.replace("25/12/2019", "1/2/2019")
    found = read(unsettled, "ant.xml")
    assert [problem.message for one in found for problem in one.problems] == [
        "no date shows whether the day or the month comes first; the month was taken to"
    ]
    for day_first, day in ((True, datetime.date(2020, 4, 3)), (False, datetime.date(2020, 3, 4))):
        one, _ = XmlRecords(day_first).read(unsettled.encode(), "ant.xml")
        assert one.document["collection"]["bought"] == day
        assert not one.problems
