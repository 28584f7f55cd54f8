"""What the headings of tables mean, in several languages and several programs' words.

A heading is compared without case, blanks, punctuation and a unit in brackets, and an
amount's currency. The first name of each key is the plain
one, which wins over the others where a table has both.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from disctui.importers.foreign_amounts import heading_of_amounts
from disctui.release.model import Kind, keys

_NAMES = {
    "title": "title name film movie movietitle filmtitle titel filmtitel titre titredufilm titulo título titolo "
    "название фильм tytuł tytul nazwa tittel localtitle disctitle displaytitle itemtitle headline moviename "
    "filmname",
    "original_title": "originaltitle originaltitel titreoriginal títulooriginal titolooriginale originalname "
    "originalfilmtitle оригинальноеназвание origtitle tytułoryginalny origineletitel",
    "sort_title": "sorttitle titlesort sortiertitel sortname sorttitel",
    "also_known_as": "alternatetitles alternatetitle alternativetitles alternativetitle aka alsoknownas "
    "alttitles alttitle akas othertitles translatedtitle",
    "year": "year filmyear movieyear productionyear moviereleaseyear releaseyear yearofrelease yearreleased jahr "
    "produktionsjahr filmjahr année annee annéedeproduction año anno ano год rok rokprodukcji jaar år "
    "yearofproduction yr filmyr movieyr erscheinungsjahrdesfilms erscheinungsjahr annéedufilm "
    "annéedesortie añodeproducción "
    "annodiproduzione produktionsår productiejaar vuosi",
    "directors": "director directors directedby director1 regisseur regisseure regie réalisateur réalisateurs "
    "realisateur réalisation filmdirector filmdirectors dirección direccion realizador regista regia режиссёр "
    "режиссер reżyser rezyser reżyseria regissör instruktør instruktor regissører ohjaaja diretor realizador",
    "cast": "cast actor actors actress starring stars darsteller schauspieler besetzung acteurs acteur ensemble "
    "reparto actores interpreti attori актеры актёры вролях obsada castmembers leadactors mainactors castandcrew "
    "rollen skådespelare elenco distribution hauptdarsteller hauptrollen mitwirkende acteursprincipaux "
    "interprètes intérpretes intérpretesprincipales aktorzy skuespillere näyttelijät starringcast",
    "writers": "writer writers writtenby screenplay screenwriter screenwriters drehbuch autor scénariste "
    "scénaristes scenariste guion guionista sceneggiatura sceneggiatore сценарий scenariusz drehbuchautor "
    "drehbuchautoren scénario guión guionistas sceneggiatori scenarist manus screenwriting",
    "genres": "genre genres género gênero genero generi genere gatunek жанр categories category kategorie filmgenre "
    "sjanger sjangre genrer",
    "countries": "country countries productioncountry productioncountries countryoforigin nationality "
    "nationalities nationalität nationalité land länder produktionsland herkunftsland pays paysdorigine país pais "
    "paese страна kraj origin",
    "synopsis": "synopsis plot overview description summary storyline handlung inhalt inhaltsangabe beschreibung "
    "résumé resume sinopsis trama opis описание plotsummary plotoutline shortplot longplot argumento "
    "beschrijving beskrivning beskrivelse handling",
    "special_features": "specialfeatures features extrafeatures extras bonus bonusfeatures bonusmaterial "
    "supplements specials bonusextras suppléments contenidoextra ausstattung zusatzmaterial bonusmaterialien "
    "contenusbonus contenutispeciali extramateriaal specialfeature",
    "note": "reviewersnote editornote distributornote",
    "release.date": "releasedate released discreleasedate dvdreleasedate bluraydate bluraydreleasedate "
    "streetdate publishdate publicationdate releasedon pubdate discdate bluraydiscreleasedate dvdrelease "
    "bluerayreleasedate blurayreleasedate 4kreleasedate blurayreleaseyear dvdreleaseyear discyear "
    "discreleaseyear erscheinungsdatum veröffentlichung veröffentlichungsdatum erschienen veröffentlichtam "
    "datedesortie sortie parution fechadelanzamiento fechadesalida datadiuscita dataduscita datawydania "
    "verkaufsstart erscheinungstermin veröffentlichungstermin dateparution vö vödatum releasedatum",
    "release.country": "releasecountry countryofrelease discountry releaseland editioncountry locality",
    "release.studio": "label distributor publisher mediacompany vertrieb verleih anbieter éditeur editeur "
    "distributore distribuidora издатель wydawca dystrybutor uitgever distributeur releasecompany utgivare "
    "udgiver utgiver editora studio studios "
    "labels manufacturer company filmstudio",
    "release.edition": "edition version disttrait ausgabe editionname releaseedition packagingedition edición "
    "édition edizione wydanie editie editiontitle releasetitle",
    "release.spine": "spine spinenumber spineno spinenr criterionspine criterionspinenumber criterionno",
    "release.upc": "upc ean barcode upcean eanupc gtin strichcode streckkod stregkode strekkode codebarres "
    "códigodebarras codigodebarras "
    "codiceabarre штрихкод kodkreskowy streepjescode eanisbn13 upcisbn10 ean13 upca upccode eancode barcodeupc "
    "barcodeean upcbarcode eannummer gtin13 eanupccode upcnumber barcodenumber",
    "release.regions": "region regions regioncode regionalcode regioncodes región région regione disczone zone "
    "regionen ländercode zona regiocode",
    "price.list": "listprice srp msrp retailprice uvp rrp recommendedretailprice prixconseillé price preis prix "
    "precio prezzo цена cena prijs pris preço",
    "price.sale": "saleprice",
    "price.third_party": "thirdparty 3rdparty thirdpartyprice",
    "price.in_stock": "instock",
    "price.currency": "currency currencycode währung devise moneda valuta",
    "price.store_url": "storeurl buylink storelink shopurl",
    "specs.length": "length runtime runningtime duration minutes laufzeit spieldauer filmlänge länge spielzeit "
    "längd speltid varighed varighet spilletid "
    "durée duree duración duracion durata lengthof runtimemins runtimeminutes "
    "lengthminutes mins lengthmin "
    "runlength totalruntime длительность продолжительность czastrwania speelduur speeltijd duração time playtime",
    "specs.discs": "discs disc discformat disctype mediaformat mediatype format media medium formate formaat disctypes "
    "medientyp medienart datenträger support supporto soporte formato nośnik носитель formatdisc discformats "
    "discmedia videoformat type filmformat physicalformat",
    "specs.video": "video videocodec resolution videoresolution auflösung picture videostandard",
    "specs.hdr": "hdr hdrformat hdrformats dynamicrange",
    "specs.aspect_ratios": "aspectratio ar aspectratios screenratio screenratios ratio bildformat seitenverhältnis "
    "bildseitenformat formatdimage relacióndeaspecto formatoimmagine beeldverhouding proporcje",
    "specs.audio": "audio audiotracks audiotrack audioformats audioformat sound soundtrack ton tonformat "
    "tonspuren tonspur sprachen sprache languages language languagetracks audiolanguages audiolanguage son "
    "langues langue idiomas idioma audios lingue lingua język dźwięk",
    "specs.subtitles": "subtitles subtitle subtitlelanguages subtitlelanguage subs untertitel legendas "
    "undertexter soustitres "
    "subtítulos subtitulos sottotitoli napisy субтитры ondertitels captions",
    "collection.status": "status collectionstatus ownership ownershipstatus sold wishlist onwishlist wanted onorder "
    "ordered preordered owned",
    "collection.bought": "purchasedate bought boughton dateofpurchase kaufdatum gekauftam datebought purchased "
    "datepurchased purchasedon acquired dateacquired acquisitiondate acquiredon dateofacquisition "
    "anschaffungsdatum datedachat achetéle fechadecompra datadiacquisto datazakupu датапокупки datadecompra "
    "aankoopdatum inköpsdatum købsdato kjøpsdato köpt inköpt købt kjøpt orderdate "
    "purdate gekauft achat achetéen",
    "collection.paid": "paid pricepaid purchaseprice pricewhenbought cost kaufpreis bezahlt prixdachat prixpayé "
    "preciodecompra amountpaid aankoopprijs prezzodacquisto cenazakupu inköpspris kjøpspris købspris "
    "preçodecompra paidprice "
    "purprice whatipaid",
    "collection.retailer": "retailer store shop boughtfrom purchaseplace purchasedfrom purchasedat boughtat "
    "wherebought seller vendor händler gekauftbei kaufort geschäft laden magasin achetéchez tienda negozio sklep "
    "butik butikk loja magazin магазин winkel orderedfrom placeofpurchase purchasestore purchaselocation lieudachat "
    "lieuxdachat magasindachat lugardecompra "
    "luogodiacquisto kaufquelle bezugsquelle gekauftwo purchasedfromstore wherepurchased",
    "collection.location": "location shelf place storage standort lagerort ort regal emplacement ubicación "
    "ubicacion posizione полка plank hylla hylde hylle localização miejsce półka plaats shelflocation "
    "shelfposition storagelocation "
    "room rack estante étagère collectionlocation",
    "collection.loaned_to": "loanedto lentto borrower borrowedby loanto verliehenan ausgeliehenan prêtéà preteà "
    "prestadoa prestatoa whohasit loanedtowho loaner uitgeleendaan utlånadtill prestado prestato onloanto",
    "collection.loaned_on": "loandate loanedon lenton dateloaned lentdate verliehenam loaneddate loanedsince "
    "prêtéle prestadoel prestatoil ausgeliehenam",
    "collection.due": "duedate due duback returndate dueback rückgabe rückgabedatum loandue loanduedate returnby "
    "duebackon rückgabeam retourprévu",
    "collection.rating": "myrating userrating personalrating yourrating ownrating rating rating10 bewertung "
    "meinebewertung note manote minote puntuación valoración voto wertung stars5 mystars ocena оценка score "
    "myscore starrating waardering beoordeling avaliação vurdering calificación calificacion betyg "
    "persönlichebewertung eigenebewertung "
    "notepersonnelle mapunteggio votopersonale valoraciónpersonal punteggio puntuacion",
    "collection.watched": "watcheddate viewingdate viewingdates lastwatched datewatched seenon watchedon "
    "dateviewed lastviewed gesehenam vule datesseen watcheddates datelastwatched lastwatchedat watchedat "
    "seenwhen lastseen watchdate dateseen lastplayed lastplayeddate datedevision lastviewedat lastwatchedon "
    "lastwatcheddate zuletztgesehen gesehendatum fechadevisionado datadivisione",
    "collection.seen": "seen seenit watched viewed played gesehen vu visto vista sedd set assistido просмотрен "
    "widziany obejrzany sett bekeken "
    "смотрел просмотрено alreadyseen playcount viewcount timeswatched timesseen",
    "collection.slot": "slot slotnumber storageslot slotno fach fachnummer regalplatz",
    "collection.sold_on": "soldon datesold solddate verkauftam",
    "collection.sold_for": "soldfor soldprice sellingprice verkaufspreis",
    "collection.tags": "tags tag keywords keyword stichworte schlagworte schlagwörter stichwörter motsclés etiquetas "
    "markers étiquettes etichette",
    "collection.notes": "notes note mynotes personalnotes notizen notiz comments comment remarks remark "
    "bemerkung bemerkungen anmerkung anmerkungen kommentar kommentare commentaires commentaire remarques notas "
    "comentarios commenti opmerkingen anteckningar bemærkninger notater observações uwagi примечания заметки "
    "review myreview privatenotes",
    "films": "films movies filmsinset moviesinset includedfilms contents filmsincluded moviesincluded "
    "containedfilms boxsetcontents boxcontents boxsetfilms enthaltenefilme filmscontenus",
}  # fmt: skip
_WRITES_TWICE = {"note": "collection.notes"}
"""A word that stands for two keys; what it means in most tables."""
_NUMBERED = re.compile(r"^(.*\D)\d{1,2}$")


def plain(heading: str) -> str:
    """A heading without what people write differently: case, blanks, punctuation, a unit in brackets."""
    bare = heading.strip()
    if bare.endswith(")") and (opened := bare.rfind("(")) > 0:
        bare = bare[:opened]
    return re.sub(r"[\W_]+", "", bare.lower())


def _by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, names in _NAMES.items():
        for name in names.split():
            found.setdefault(plain(name), key)
    return MappingProxyType(found | _WRITES_TWICE)


KEY_OF_NAME = _by_name()
"""Our key for each plain heading that is known."""
_RANK = {plain(name): rank for names in _NAMES.values() for rank, name in enumerate(names.split())}


def key_of(heading: str) -> str | None:
    """Our key for a heading; `Actor 2` means what `Actor` means."""
    name = plain(heading)
    found = KEY_OF_NAME.get(name)
    if found is None and "/" in heading:  # "Distributor / Label", where both mean the same
        meant = {KEY_OF_NAME.get(plain(part)) for part in heading.split("/")}
        found = meant.pop() if len(meant) == 1 else None
    if found is None:
        found = KEY_OF_NAME.get(plain(heading_of_amounts(heading).name))  # "Pris SEK"
        found = found if found and keys()[found].kind is Kind.AMOUNT else None
    if found is None and (match := _NUMBERED.match(name)):
        found = KEY_OF_NAME.get(match[1])
        return found if found in {"directors", "cast", "writers", "genres", "countries", "specs.audio"} else None
    return found


def rank_of(heading: str) -> int:
    """How plainly a heading says what it means: 0 for the key's own name."""
    return _RANK.get(plain(heading), 1000)
