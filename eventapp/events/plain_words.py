"""Words of the town hall, and how people say it: every form, then the plainer words."""

import re

_PAIRS = """
aangaande = over
aangezien = omdat
aanvangen, aanvangt, aanvang = beginnen
aanwenden, aangewend = gebruiken
accommoderen = plaats geven aan
activeren, geactiveerd = in beweging brengen
additioneel, additionele = extra
adequaat, adequate = goed
ad hoc = als het zo uitkomt
afdoende = genoeg
alsmede = en ook
alsook = en ook
alvorens = voordat
anderzijds = aan de andere kant
anticiperen, anticipeert = rekening houden met
behelst, behelzen = gaat over
behoudens = behalve
beoogd, beoogde, beogen, beoogt = willen
bewerkstelligen, bewerkstelligt = zorgen voor
bijgevolg = daarom
co-creatie, cocreatie = samen maken
conform = volgens
consulteren, geconsulteerd = om raad vragen
continueren, gecontinueerd = doorgaan met
cruciaal, cruciale = heel belangrijk
daadwerkelijk, daadwerkelijke = echt
daarenboven = ook
dan wel, danwel = of
deelname aan = meedoen met
derhalve = daarom
desalniettemin, desondanks = toch
desbetreffende = deze
desgewenst = als u dat wilt
dienaangaande = daarover
dienen te, dient te = moeten
dientengevolge = daardoor
draagvlak = steun
eenieder, een ieder = iedereen
empowerment = eigen kracht
evalueren, evalueert, geëvalueerd, evaluatie = kijken hoe het ging
eveneens = ook
expertise = kennis
faciliteren, faciliteert, gefaciliteerd = helpen
gaarne = graag
gedurende = tijdens
geïnformeerd worden = horen
geïntegreerd, geïntegreerde = samen
gelieve = wilt u
geruime tijd = lang
gezondheidsbevordering = gezonder worden
gremium, gremia = groep
handvatten = tips
heden = nu
hedendaags, hedendaagse = van nu
hiaat, hiaten = wat ontbreekt
hieromtrent = hierover
holistisch, holistische = voor de hele mens
houdt in, inhoudt = betekent
immer = altijd
impact = gevolg
implementeren, implementeert, geïmplementeerd, implementatie = invoeren
in acht nemen = letten op
in het kader van = voor
in samenwerking met = samen met
inclusiviteit = iedereen hoort erbij
indien = als
initiatief nemen tot = beginnen met
initiëren, initieert, geïnitieerd = beginnen
instrumentarium = hulpmiddelen
integraal, integrale = samen
interactief, interactieve = waarbij u meedoet
interventie, interventies = hulp
intrinsieke motivatie = zelf willen
inventariseren, inventariseert, inventarisatie = op een rij zetten
inzake = over
inzichtelijk maken = laten zien
jegens = tegen
kenbaar maken = laten weten
kennisdeling = van elkaar leren
ketenpartners, ketenpartner = organisaties die samenwerken
laagdrempelig, laagdrempelige = makkelijk om mee te doen
leefstijlinterventie, leefstijlinterventies = hulp om gezonder te leven
mede namens = ook namens
middels = met
mogelijkerwijs = misschien
momenteel = nu
monitoren, monitort = volgen
multidisciplinair, multidisciplinaire = met verschillende vakmensen
met betrekking tot = over
met ingang van = vanaf
met name = vooral
met behulp van = met
naar aanleiding van = door
nadien = daarna
niettegenstaande = ondanks
omtrent = over
onderhavige = deze
ontberen = niet hebben
ontmoetingsmoment = ontmoeting
ontplooien = leren en groeien
op het gebied van = over
opteren, opteert = kiezen
optimaliseren, optimaliseert, geoptimaliseerd = beter maken
optimaal, optimale = zo goed mogelijk
participeren, participeert, participatie = meedoen
preventie, preventief, preventieve = voorkomen
problematiek = problemen
realiseren, realiseert, gerealiseerd = maken
reeds = al
reduceren, reduceert = minder maken
relevant, relevante = belangrijk
retour = terug
sociale cohesie = goed samenleven
stakeholders, stakeholder = mensen en organisaties
stimuleren, stimuleert, gestimuleerd = aanmoedigen
structureel, structurele = steeds
synergie = samen sterker
teneinde = om
ten aanzien van = over
ten behoeve van = voor
ten gevolge van = door
ter attentie van = voor
ter beschikking stellen = geven
terzake, ter zake = hierover
tevens = ook
thans = nu
thematiek = onderwerp
tijdig = op tijd
toereikend, toereikende = genoeg
trachten, tracht = proberen
transitie = verandering
van toepassing zijn = gelden
verbinding leggen = mensen bij elkaar brengen
verduurzamen, verduurzaming = beter maken voor later
verkrijgen, verkregen = krijgen
verstrekken, verstrekt = geven
vervaardigen = maken
verzoeken, verzoekt = vragen
vitaliteit = fit zijn
voornemens zijn = willen
voorts = ook
voorziening, voorzieningen = hulp
vooralsnog = voorlopig
wederom = weer
weerbaarheid, weerbaar = sterk zijn
woonachtig = wonen
zelfredzaamheid, zelfredzaam = uzelf redden
zorg dragen voor, draagt zorg voor = zorgen voor
zorgprofessional, zorgprofessionals = mensen in de zorg
zodoende = zo
zulks = dit
"""

PLAINER = {
    form: plain
    for hard, plain in (line.split(" = ") for line in _PAIRS.strip().splitlines())
    for form in hard.split(", ")
}
_HARD = re.compile(rf"(?<![\w-])({'|'.join(sorted(map(re.escape, PLAINER), key=len, reverse=True))})(?![\w-])", re.I)


def hard_words(sentence: str) -> dict[str, str]:
    """The hard words of a sentence as they stand there, in order, each with what is plainer."""
    found: dict[str, str] = {}
    for match in _HARD.finditer(sentence):
        found.setdefault(match[0].casefold(), PLAINER[match[0].casefold()])
    return found
