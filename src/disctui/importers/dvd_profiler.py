"""DVD Profiler's Collection.xml, of any version: what an element means, if our format has a key for it."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

import msgspec

from disctui.importers import foreign_amounts, foreign_dates, foreign_values
from disctui.importers.builder import ReleaseBuilder
from disctui.importers.encoding import xml_head
from disctui.importers.foreign_dates import has_time
from disctui.importers.importer import Imported, Progress, no_progress
from disctui.importers.packed import Packed, Spool, pack
from disctui.importers.xml_items import Fields, Item, attributes_left, text_of
from disctui.importers.xml_stream import Items
from disctui.release.model import TOML, film_keys

_CONTENTS = "BoxSet/Contents/Content"
_MEDIA = {"DVD": "DVD", "HDDVD": "HD DVD", "BluRay": "Blu-ray Disc", "UltraHD": "4K Ultra HD"}
_NAME = ("FirstName", "MiddleName", "LastName")
_HDR = {"DRHDR10": "HDR10", "DRHDR10Plus": "HDR10+", "DRDolbyVision": "Dolby Vision", "DRHLG": "HLG"}
_FEATURES = {
    "FeatureSceneAccess": "Scene access", "FeatureCommentary": "Commentary", "FeatureTrailer": "Trailer",
    "FeatureBonusTrailers": "Bonus trailers", "FeaturePhotoGallery": "Photo gallery",
    "FeatureDeletedScenes": "Deleted scenes", "FeatureMakingOf": "Making of",
    "FeatureProductionNotes": "Production notes", "FeatureGame": "Game", "FeatureDVDROMContent": "DVD-ROM content",
    "FeatureMultiAngle": "Multi-angle", "FeatureMusicVideos": "Music videos", "FeatureInterviews": "Interviews",
    "FeatureStoryboardComparisons": "Storyboard comparisons", "FeatureOuttakes": "Outtakes",
    "FeatureClosedCaptioned": "Closed captioned", "FeatureTHXCertified": "THX certified",
    "FeaturePIP": "Picture in picture",
    "FeatureBDLive": "BD-Live", "FeatureDigitalCopy": "Digital copy",
}  # fmt: skip


def _aspect_ratio(text: str) -> str | None:
    try:
        ratio = float(text.replace(",", "."))
    except ValueError:
        return foreign_values.one_line(text)
    return f"{text.replace(',', '.')}:1" if ratio > 0 else None


def _region(text: str) -> str | None:
    return {"0": "Free", "@": "Free"}.get(text, foreign_values.one_line(text))


_SINGLE: Fields = (
    ("Title", "title", foreign_values.one_line),
    ("OriginalTitle", "original_title", foreign_values.one_line),
    ("SortTitle", "sort_title", foreign_values.one_line),
    ("ProductionYear", "year", foreign_dates.year),
    ("Released", "release.date", foreign_dates.release_date),
    ("RunningTime", "specs.length", foreign_values.minutes),
    ("DistTrait", "release.edition", foreign_values.one_line),
    ("CountryOfOrigin", "countries", foreign_values.one_line),
    ("CountryOfOrigin2", "countries", foreign_values.one_line),
    ("CountryOfOrigin3", "countries", foreign_values.one_line),
    ("Genres/Genre", "genres", foreign_values.one_line),
    ("Regions/Region", "release.regions", _region),
    ("Format/FormatAspectRatio", "specs.aspect_ratios", _aspect_ratio),
    ("Format/FormatVideoStandard", "specs.video", foreign_values.one_line),
    ("Subtitles/Subtitle", "specs.subtitles", foreign_values.one_line),
    ("Overview", "synopsis", foreign_values.lines),
    ("Notes", "collection.notes", foreign_values.lines),
    ("PurchaseInfo/PurchasePlace", "collection.retailer", foreign_values.one_line),
    ("PurchaseInfo/PurchaseDate", "collection.bought", foreign_dates.whole_date),
    ("LoanInfo/Due", "collection.due", foreign_dates.whole_date),
)


def name_of(person: Element) -> str:
    """A person's name out of its parts."""
    get = person.attrib.get
    return " ".join(f"{get('FirstName', '')} {get('MiddleName', '')} {get('LastName', '')}".split())


class DvdProfiler:
    """Reads DVD Profiler's XML."""

    name = "dvd-profiler"
    title = "DVD Profiler"
    streams = True

    def recognises(self, data: bytes, _name: str, /) -> float:
        """By its root and its first elements."""
        head = xml_head(data)
        if "<Collection" not in head or "<DVD" not in head:
            return 0.4 if "<Collection>" in head or "<DVD>" in head[:500] else 0.0
        return 1.0 if "ProfileTimestamp" in head or "<ID>" in head or "DVD Profiler" in head else 0.8

    def read(self, data: bytes | BinaryIO, name: str, on_progress: Progress = no_progress) -> Iterator[Imported]:
        """One release for each `DVD`."""
        items = Items(data, name, self.title, ["DVD"])
        yield from items.remarks()
        boxes = _Boxes()
        for item in items(on_progress):
            builder = ReleaseBuilder(name, self.title, item.line)
            builder.source_id = item.text("ID")
            _move_all(item, builder)
            if not boxes.take(item, builder):
                yield item.finish(builder)
        yield from boxes.filled()
        yield from items.ending()


class _Boxes:
    """Box sets, which wait for the films in them: each of those names its box, wherever it stands in the file."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._boxes: list[tuple[Packed, list[str]]] = []
        """Each with the ids of what is in it."""
        self._films: dict[str, Packed] = {}

    def take(self, item: Item, builder: ReleaseBuilder) -> bool:
        """Remember a film of a box; True where the item is a box, which is kept back."""
        if item.text("BoxSet/Parent"):
            known = film_keys()
            document = {name: value for name, value in builder.document.items() if name in known}
            length = builder.get("specs.length")
            film = document | ({} if length is None else {"length": length})
            self._films[item.text("ID")] = pack(film, self._spool)
        ids = [text_of(element) for element in item.each(_CONTENTS)]
        if ids:
            self._boxes.append((pack(item.finish(builder), self._spool), ids))
        return bool(ids)

    def filled(self) -> Iterator[Imported]:
        """The boxes with their films; the id of one that is not in the file is kept."""
        for packed, ids in self._boxes:
            imported: Imported = packed.unpack()
            films: list[TOML] = []
            found: set[str] = set()
            for its_id in ids:
                film = self._films[its_id].unpack() if its_id in self._films else {}
                if "title" in film:
                    found.add(its_id)
                    films += [] if film in films else [film]
            document = imported.document | ({"films": films} if films else {})
            kept = (one for one in imported.kept if not (one.field.startswith(_CONTENTS) and one.value in found))
            yield msgspec.structs.replace(imported, document=document, kept=tuple(kept))


def _move_all(item: Item, builder: ReleaseBuilder) -> None:
    item.move_all(builder, _SINGLE)
    _media(item, builder)
    _studio(item, builder)
    _barcode(item, builder)
    _prices(item, builder)
    _audio(item, builder)
    _features(item, builder)
    _people(item, builder)
    _own_copy(item, builder)


def _media(item: Item, builder: ReleaseBuilder) -> None:
    for element in (*item.each("MediaTypes/UltraHD"), *item.each("MediaTypes/BluRay"), *item.each("MediaTypes/HDDVD"),
                    *item.each("MediaTypes/DVD")):  # fmt: skip
        if foreign_values.truth(text_of(element)) and builder.put("specs.discs", _MEDIA[element.tag]):
            item.take(element)
    item.move(builder, "MediaTypes/CustomMediaType", "specs.discs", foreign_values.disc)
    for element in item.each("Format/DynamicRange"):
        for kind in element:
            if foreign_values.truth(text_of(kind)) and builder.put("specs.hdr", _HDR.get(kind.tag)):
                item.take(kind)


def _studio(item: Item, builder: ReleaseBuilder) -> None:
    """The label that issues a disc is its media company; the film's studio only where none is given."""
    labels = item.each("MediaCompanies/MediaCompany") or item.each("Studios/Studio")
    for element in labels[:1]:
        if builder.put("release.studio", foreign_values.one_line(text_of(element))):
            item.take(element)


def _barcode(item: Item, builder: ReleaseBuilder) -> None:
    is_barcode = item.text("ID_Type") in {"", "UPCEAN"}
    for element in item.each("UPC"):
        if is_barcode and builder.put("release.upc", foreign_values.barcode(text_of(element))):
            item.take(element)
    for element in item.each("ID_LocalityDesc"):
        if builder.put("release.country", foreign_values.one_line(text_of(element))):
            item.take(element)


def _prices(item: Item, builder: ReleaseBuilder) -> None:
    """The list price first, so that its currency is the file's; a price paid in another one is kept as text."""
    for path, key in (("SRP", "price.list"), ("PurchaseInfo/PurchasePrice", "collection.paid")):
        for element in item.each(path):
            currency = element.get("DenominationType", "")
            number = foreign_amounts.amount(text_of(element))
            has_price = number is not None and (number.value > 0 or item.text("PurchaseInfo/ReceivedAsGift") == "")
            if not has_price or number is None or number.value == 0:
                continue  # 0 is DVD Profiler's "not known"
            if builder.put_amount(key, text_of(element), currency if len(currency) == 3 else None):
                item.take(element)
                item.take_attribute(element, "DenominationType")
                shown = foreign_amounts.amount(element.get("FormattedValue", ""))
                if shown is not None and shown.value == number.value:
                    item.take_attribute(element, "FormattedValue")


def _audio(item: Item, builder: ReleaseBuilder) -> None:
    for track in item.each("Audio/AudioTrack") or item.each("Audio"):
        content, kind, channels = (item.text(name, track) for name in ("AudioContent", "AudioFormat", "AudioChannels"))
        language = content or item.text("AudioLanguage", track)
        rest = " ".join(part for part in (kind, channels) if part)
        if builder.put("specs.audio", f"{language}: {rest}" if language and rest else language or rest):
            for part in track:
                if text_of(part) in {language, kind, channels}:
                    item.take(part)


def _features(item: Item, builder: ReleaseBuilder) -> None:
    for group in item.each("Features"):
        for element in group:
            if foreign_values.truth(text_of(element)) and builder.put("special_features", _FEATURES.get(element.tag)):
                item.take(element)
    for element in item.each("Features/OtherFeatures"):
        text = text_of(element)
        found = foreign_values.feature_list(text) if "\n" in text else [part.strip() for part in text.split(",")]
        if text and builder.put("special_features", [part for part in found if part]):
            item.take(element)


def _people(item: Item, builder: ReleaseBuilder) -> None:
    """Actors and crew; role, birth year and the rest of what is said of each stay with the name."""
    _put_people(item, builder, item.each("Actors/Actor"), "cast")
    by_key: dict[str, list[Element]] = {"directors": [], "writers": [], "": []}
    for person in item.each("Credits/Credit"):
        job = person.get("CreditType", "").lower()
        subtype = person.get("CreditSubtype", "").lower()
        is_director = job == "direction" and subtype in {"", "director"}
        by_key["directors" if is_director else "writers" if job == "writing" else ""].append(person)
    for key, people in by_key.items():
        _put_people(item, builder, people, key)


def _put_people(item: Item, builder: ReleaseBuilder, people: list[Element], key: str) -> None:
    """Put people into one list; where no list takes a name, the label of what is kept says it."""
    named = [(person, name) for person in people if (name := name_of(person))]
    is_placed = key != "" and builder.put(key, [name for _, name in named])
    taken = (*_NAME, "CreditType", "CreditSubtype") if key == "directors" else _NAME
    for person, name in named:
        left = attributes_left(person.items(), taken)
        if not is_placed and not left:
            left = attributes_left(person.items(), taken[len(_NAME) :])
        item.keep_attributes(person, name, left)


def _own_copy(item: Item, builder: ReleaseBuilder) -> None:
    item.move(builder, "CollectionType", "collection.status", _status)
    if builder.get("collection.status") == "owned":
        builder.replace("collection.status", None)  # absent means owned, and the source's word is its default
    for element in item.each("LoanInfo/User"):
        found = " ".join(f"{element.get('FirstName', '')} {element.get('LastName', '')}".split()) or text_of(element)
        if builder.put("collection.loaned_to", found):
            item.take(element)
            item.take_attribute(element, "FirstName", "LastName")
    for event in item.each("Events/Event"):
        moment = item.text("Timestamp", event)
        if item.text("EventType", event) == "Watched" and builder.put(
            "collection.watched", foreign_dates.whole_date(moment)
        ):
            for part in (*item.each("EventType", event), *(() if has_time(moment) else item.each("Timestamp", event))):
                item.take(part)
    for tag in item.each("Tags/Tag"):
        if builder.put("collection.tags", foreign_values.one_line(tag.get("FullName") or tag.get("Name") or "")):
            item.take_attribute(tag, "Name" if not tag.get("FullName") else "FullName")
            if tag.get("Name") == tag.get("FullName"):
                item.take_attribute(tag, "Name")
    for review in item.each("Review"):
        if builder.put("collection.rating", foreign_values.star_rating(review.get("Film", ""), 10)):
            item.take_attribute(review, "Film")
    _location(item, builder)


def _location(item: Item, builder: ReleaseBuilder) -> None:
    """Where each disc stands, said once where it is the same for all; else all of it in one text."""
    places: dict[tuple[str, str], None] = {}
    for disc in item.each("Discs/Disc"):
        where, slot = item.text("Location", disc), item.text("Slot", disc)
        if where or slot:
            places[where, slot] = None
    if len(places) == 1:
        item.move(builder, "Discs/Disc/Location", "collection.location", foreign_values.one_line)
        item.move(builder, "Discs/Disc/Slot", "collection.slot", foreign_values.spine)
        return
    texts = [f"{where}, slot {slot}" if where and slot else where or f"slot {slot}" for where, slot in places]
    if places and builder.put("collection.location", "; ".join(texts)):
        for element in (*item.each("Discs/Disc/Location"), *item.each("Discs/Disc/Slot")):
            item.take(element)


def _status(text: str) -> str | None:
    return foreign_values.status(text.removesuffix("s") if text.lower() == "wishlists" else text)
