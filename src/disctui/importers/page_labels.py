"""What the labels, headings and bare lines of release pages mean: of labels' shops, of reviews, of large stores.

A page is read as the text that a browser copies, so a label may have a colon behind it, or stand in a line of its own.
"""

import re
from typing import NamedTuple

from disctui.importers.headings import key_of
from disctui.importers.page_lists import SOUND

_LABELS = {
    "title": "title",
    "originaltitle": "original_title",
    "alsoknownas": "also_known_as", "aka": "also_known_as",
    "genre": "genres", "genres": "genres",
    "starring": "cast", "stars": "cast", "cast": "cast", "actors": "cast", "actor": "cast", "featuring": "cast",
    "director": "directors", "directors": "directors", "directedby": "directors", "filmby": "directors",
    "writer": "writers", "writers": "writers", "writtenby": "writers", "screenplay": "writers",
    "screenplayby": "writers",
    "country": "countries", "countries": "countries", "countryoforigin": "countries",
    "plotsynopsis": "synopsis", "synopsis": "synopsis", "plot": "synopsis", "overview": "synopsis",
    "description": "synopsis", "productdescription": "synopsis", "aboutthefilm": "synopsis", "thefilm": "synopsis",
    "storyline": "synopsis",
    "notetoviewer": "note", "note": "note",
    "releasedate": "release.date", "discreleasedate": "release.date", "blurayreleasedate": "release.date",
    "dvdreleasedate": "release.date", "streetdate": "release.date", "releasedates": "release.date",
    "4kreleasedate": "release.date", "uhdreleasedate": "release.date",
    "moviereleaseyear": "year", "filmyear": "year", "productionyear": "year", "year": "year",
    "releasecountry": "release.country",
    "moviestudio": "release.studio", "studio": "release.studio", "label": "release.studio",
    "distributor": "release.studio", "studios": "release.studio", "releasedby": "release.studio",
    "distribution": "release.studio", "publisher": "release.studio",
    "edition": "release.edition",
    "spine": "release.spine", "spinenumber": "release.spine", "spineno": "release.spine",
    "upc": "release.upc", "ean": "release.upc", "barcode": "release.upc", "upcean": "release.upc",
    "region": "release.regions", "regions": "release.regions", "regioncode": "release.regions",
    "regioncodes": "release.regions", "regioncoding": "release.regions", "playback": "release.regions",
    "length": "specs.length", "runtime": "specs.length", "runningtime": "specs.length", "duration": "specs.length",
    "specs": "specs.discs", "discs": "specs.discs", "discformat": "specs.discs", "format": "specs.discs",
    "mediaformat": "specs.discs", "disc": "specs.discs", "formats": "specs.discs",
    "videoresolutioncodec": "specs.video", "videoresolution": "specs.video", "videocodec": "specs.video",
    "video": "specs.video", "codec": "specs.video", "resolution": "specs.video", "picture": "specs.video",
    "hdr": "specs.hdr", "hdrformat": "specs.hdr", "hdrformats": "specs.hdr", "highdynamicrange": "specs.hdr",
    "aspectratio": "specs.aspect_ratios", "aspectratios": "specs.aspect_ratios", "ratio": "specs.aspect_ratios",
    "originalaspectratio": "specs.aspect_ratios", "screenratio": "specs.aspect_ratios",
    "audioformat": "specs.audio", "audioformats": "specs.audio", "audio": "specs.audio", "sound": "specs.audio",
    "soundmix": "specs.audio", "audiotracks": "specs.audio",
    "subtitlescaptions": "specs.subtitles", "subtitles": "specs.subtitles", "captions": "specs.subtitles",
    "specialfeatures": "special_features", "extras": "special_features", "bonusfeatures": "special_features",
    "productextras": "special_features", "bonusmaterial": "special_features", "bonusmaterials": "special_features",
    "features": "special_features", "editiondetails": "special_features", "supplements": "special_features",
    "discfeatures": "special_features", "productfeatures": "special_features", "bonus": "special_features",
    "films": "films", "movies": "films", "moviesincluded": "films", "filmsincluded": "films",
    "moviesinthisset": "films", "filmsinthisset": "films",
    "saleprice": "price.sale", "ourprice": "price.sale", "listprice": "price.list", "srp": "price.list",
    "msrp": "price.list", "rrp": "price.list", "3rdparty": "price.third_party", "thirdparty": "price.third_party",
    "currency": "price.currency",
}  # fmt: skip
_FOREIGN = frozenset({
    "original_title", "also_known_as", "genres", "cast", "directors", "writers", "countries", "synopsis", "year",
    "release.date", "release.studio", "release.edition", "release.upc", "release.regions", "specs.length",
    "specs.video", "specs.aspect_ratios", "specs.audio", "specs.subtitles", "special_features", "films",
})  # fmt: skip
"""Keys whose labels in other languages are those of tables; the others mean too many things on a page."""
_NOT_LABELS = frozenset({"time", "note", "type", "film", "name", "company", "version", "language", "languages"})
MANY_LINES = frozenset({"synopsis", "note", "special_features", "films"})
"""Keys whose values go on until the next label."""
_BARE = frozenset({
    "synopsis", "note", "special_features", "films", "directors", "cast", "writers", "release.date", "release.studio",
    "specs.video", "specs.audio", "specs.subtitles", "specs.discs", "specs.length", "specs.aspect_ratios", "year",
    "release.regions", "release.upc", "countries", "genres", "release.spine", "price.list", "title", "specs.hdr",
    "original_title",
})  # fmt: skip
"""Keys whose label may stand in a line of its own, with the value below."""
_PICTURE = re.compile(r"\d{3,4}[pi]\b", re.IGNORECASE)
_FURNITURE = frozenset({
    "releasedetails", "technicalspecs", "technicalspecifications", "gotostore", "bluraylreleasesdetails", "details",
    "specifications", "productdetails", "filminfo", "discinfo", "productinformation", "packaging", "price",
    "techspecsreleasedetails", "specsdetails", "ratingbreakdown", "releaseinformation", "aboutthisitem",
    "technicaldetails", "additionalinformation", "moreinformation", "productinfo", "overall", "credits",
})  # fmt: skip
_HEADING = re.compile(
    r"^(?:Blu-?ray|DVD|4K|UHD|Ultra HD|4K Ultra HD|Disc|4K Blu-?ray) Releases? Details$", re.IGNORECASE
)
_NAVIGATION = re.compile(
    r"^(?:"
    r"skip to (?:main )?(?:content|navigation|search|results|product information)|home(?:page)?|menu|"
    r"search(?: .{0,20})?|cart(?: \(\d+\))?|basket|log ?in|sign ?(?:in|up)|register|my account|account|wishlist|"
    r"shop(?: all| now)?|subscribe|newsletter|close|contact(?: us)?|about(?: us)?|faq|help|blog|news|forums?|"
    r"reviews?|browse|explore|add to (?:cart|basket|bag|wish ?list|list)|pre-?order(?: now)?|buy now|"
    r"read (?:more|less)|see (?:more|all).{0,30}|share(?: this)?|facebook|twitter|instagram|"
    r"back to (?:top|results|shop)|quantity|free shipping.{0,40}|you (?:may|might) also like|related products|"
    r"customer reviews|privacy policy|terms (?:of|and) .{0,20}|cookies?|all rights reserved.{0,40}|©.{0,80}|"
    r"new releases|coming soon|on sale|categories|collections?|gift cards?|(?:previous|next)(?: .{0,20})?|"
    r"toggle .{0,30}|main menu|roll over image to zoom in|visit the .{0,40} store|image unavailable|"
    r"deliver to .{0,40}|all departments?|(?:highly |not )?recommended|must own|worth a look|skip it|rent it|"
    r"for fans only|give it a rent|story|the (?:movie|film|video|audio|bottom line).{0,40}|final thoughts|"
    r"reference material|bonus view|.{0,20}out of 5 stars|\d[\d,]* (?:global )?ratings?"
    r")[.:!]?$",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r"^\S.{0,60}?\s(?:>|›|»|/)\s.*(?:>|›|»|/)|^(?:home|shop|movies & tv)\s*(?:>|›|»|/)", re.IGNORECASE)
_FEATURES = re.compile(
    r"^(?:.{0,60}\b)?(?:special features|bonus features|bonus materials?|extras|product extras|edition contents|"
    r"(?:special|limited|deluxe|collector.?s|standard|ultimate)(?: collector.?s)? edition (?:features|contents)|"
    r"disc features|supplements|blu-ray features|contents|ausstattung|suppléments)\s*(?:include)?:?$",
    re.IGNORECASE,
)
_PRICED = re.compile(r"^(Sale Price|List Price|3rd Party|Third Party)\s*:?\s+(.*)$", re.IGNORECASE)
_WORDS = re.compile(
    r"^(directed by|a film by|director|written by|screenplay by|starring|released by|run(?:ning)? ?time|runtime|"
    r"length|duration|(?:original )?aspect ratio|upc|ean|spine(?: number| no\.?)?|region(?: code)?|release date|"
    r"street date|srp|studio|label)\s+(?=[#A-Z0-9'$£€])(.+)$",
    re.IGNORECASE,
)
SCORE = re.compile(
    r"^(?:[\d.,]{1,4}\s?(?:/|of|out of)\s?\d{1,3}|[★☆✩½✭*\s]{1,12}|[A-F][+-]?(?:\s?/\s?[A-F][+-]?)?|"
    r"\d(?:[.,]\d)?(?: stars?)?)$",
    re.IGNORECASE,
)
"""What a reviewer thinks of picture or sound: no spec of them."""


class Label(NamedTuple):
    """A label at the beginning of a line."""

    key: str
    """The dotted key of ours that it stands for; "" for none."""
    name: str
    value: str


NO_LABEL = Label("", "", "")


def _key_of(label: str) -> str:
    bare = re.sub(r"[\W_]+", "", label.lower().replace("(s)", "s"))
    found = _LABELS.get(bare)
    if found is None and bare not in _NOT_LABELS:
        foreign = key_of(label)
        found = foreign if foreign in _FOREIGN else None
    return found or ""


def label_of(text: str) -> Label:
    """The label at the beginning of a line; `NO_LABEL` where there is none that is known."""
    if match := _PRICED.match(text):
        return Label(_key_of(match[1]), match[1], match[2])
    name, mark, value = text.partition(":")
    if mark and len(name) <= 40 and (key := _key_of(name)):
        return Label(key, name.strip(), value.strip(" :"))
    name, mark, value = text.partition("\t")
    if mark and len(name) <= 40 and (key := _key_of(name)):
        return Label(key, name.strip(), value.strip())
    if _FEATURES.match(text) and len(text) < 90:
        return Label("special_features", text.rstrip(":"), "")
    if len(text) <= 30 and (key := _key_of(text)) in _BARE:
        return Label(key, text, "")
    if len(text) <= 120 and (match := _WORDS.match(text)) and (key := _key_of(match[1])):
        return Label(key, match[1], match[2])
    if len(text) <= 160 and (match := re.match(r"^(Audio|Video|Subtitles)\s+(\S.*)$", text)):
        is_spec = (
            SOUND.search(match[2]) if match[1] == "Audio" else re.search(r"\d{3,4}[pi]|none$", match[2], re.IGNORECASE)
        )
        if is_spec or match[1] == "Subtitles":
            return Label(_key_of(match[1]), match[1], match[2])
    return NO_LABEL


def is_heading(text: str) -> bool:
    """Whether a new page begins with this line."""
    return _HEADING.match(text) is not None


def is_furniture(text: str) -> bool:
    """Whether a line only parts the page."""
    return is_heading(text) or re.sub(r"\W", "", text.lower()) in _FURNITURE


def is_navigation(text: str) -> bool:
    """Whether a line belongs to the site, not to the release."""
    return _NAVIGATION.match(text) is not None or _CRUMBS.match(text) is not None
