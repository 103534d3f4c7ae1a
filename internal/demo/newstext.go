package demo

// The words of the news and the announcements.

const workLead = `Acht gemeenten, één bureau: wie doet wat? Op deze bladzijde leest u bij wie u moet zijn.`

const workBody = `Het bureau van de jeugdregio sluit de contracten. Het beslist niet over de hulp aan een kind. Dat doet het lokale team van de gemeente waar het kind woont.

| Waarover | Wie |
|---|---|
| Hulp voor een kind | Het lokale team van de gemeente |
| Een contract of een tarief | Het bureau van de jeugdregio |
| Een factuur | De administratie van het bureau |
| Een klacht over hulp | De aanbieder zelf, en daarna de klachtencommissie |

## Wie beslist

De acht wethouders Jeugd beslissen samen, elke zes weken. Hun besluiten gaan in als alle colleges ermee hebben ingestemd. De raden controleren het geld.
`

const phoneBody = `Vanaf {dag -512} belt u ons op 088 000 12 34, op werkdagen van 9.00 tot 17.00 uur. Wie het oude nummer belt, wordt nog een half jaar doorverbonden.
`

const waitingLead = `Wie ambulante hulp nodig heeft, wacht gemiddeld zeven weken. Een jaar geleden waren dat er elf.`

const waitingBody = `## Per gemeente

| Gemeente | Vorig jaar | Nu |
|---|---:|---:|
| Aldermeer | 12 weken | 8 weken |
| Elzendam | 10 weken | 6 weken |
| IJsseloord | 11 weken | 7 weken |

De andere gemeenten tellen vanaf dit jaar mee.
`

const wrongCount = "De cijfers klopten niet: van twee aanbieders ontbrak de wachttijd. Wij plaatsen nieuwe cijfers als zij zijn gecontroleerd."

const visionLead = `De gemeenteraden van Merenland zijn het eens over de koers voor de komende jaren. Kinderen groeien zo veel mogelijk thuis op, en hulp is dichtbij.`

const visionBody = `De raad van Sint-Joriswoude stemde gisteravond als laatste in. Daarmee geldt de [regiovisie jeugd]({bestand regiovisie-jeugd-merenland.pdf}) in alle acht gemeenten.

## Drie doelen

1. **Gewoon opgroeien.** Niet elke zorg is een hulpvraag. School, sport en buurt komen eerst.
2. **Dichtbij en op tijd.** Een kind dat hulp nodig heeft, krijgt die in de buurt en hoeft niet te verhuizen.
3. **Samen en stabiel.** Een gezin heeft te maken met zo min mogelijk mensen, en die blijven.

## Wat de raden wilden veranderen

Aldermeer en ’t Waalhof vroegen om meer aandacht voor vervoer. Dat is overgenomen. Groot-Reeuwland vroeg om een cliëntenraad die over de hele regio adviseert. Ook die komt er.

Liever een korte tekst? Lees de [regiovisie in gewone taal]({bestand regiovisie-in-gewone-taal.pdf}).
`

const surveyLead = `Wij spraken met 62 mensen die kinderen laten wonen en opvangen. Bijna iedereen noemde hetzelfde probleem: een lege plek kost evenveel als een bezette.`

const surveyBody = `In vier weken hielden wij dertien gesprekken met 62 deelnemers: van gezinshuizen, pleegzorg, zorgboerderijen en grote instellingen. Hun antwoorden helpen ons bij de nieuwe inkoop.

## Wat wij hoorden

- **Lege plekken.** Wie altijd een bed vrij houdt voor een crisis, krijgt daar nu niets voor.
- **Afstand.** Vier op de tien kinderen wonen meer dan dertig kilometer van hun ouders.
- **Personeel.** Nachtdiensten zijn moeilijk te vullen, vooral in het weekend.

## Wat wij nog niet weten

Wij spraken te weinig ouders. Daarom vragen wij de cliëntenraad om met hen te praten.

Het hele [verslag van de marktverkenning]({bestand verslag-marktverkenning.odt}) telt twee bladzijden. Namen van deelnemers staan er niet in.
`

const startLead = `Ruim negentig mensen uit jeugdhulp, onderwijs en gemeenten begonnen in Groot-Reeuwland aan de inkoop van jeugdhulp voor 2028. Zij kregen eerst een leeg kaartje.`

const startBody = `De vraag op het kaartje was: wat heeft een kind in Merenland het meest nodig? Iedereen mocht drie woorden opschrijven. Over regels en geld ging het opvallend weinig.

## De twaalf woorden die het vaakst terugkwamen

![Woordenwolk met twaalf woorden. Het grootst zijn thuis, vertrouwen en tijd, daarna dichtbij, plan en school. Het kleinst is muziek.]({bestand woordenwolk-kick-off.png} "Wat heeft een kind in Merenland het meest nodig? Antwoorden van 94 deelnemers.")

Dezelfde woorden, met hoe vaak wij ze lazen:

| Woord | Hoe vaak |
|---|---:|
| thuis | 41 |
| vertrouwen | 33 |
| tijd | 28 |
| dichtbij | 24 |
| plan | 21 |
| school | 19 |
| samen | 17 |
| rust | 14 |
| wachten | 12 |
| papier | 11 |
| gezin | 9 |
| muziek | 4 |
## Waar het gesprek over ging

Aan de tafels kwamen drie dingen steeds terug.

### Tijd om iemand te leren kennen

Een hulpverlener die na drie maanden weer weg is, begint nooit echt. Deelnemers vroegen om contracten die langer duren dan één jaar.

### Eén plan

> Bij ons thuis lagen vier plannen in de la. Niemand had ze alle vier gelezen.
> -- Marja Stoffels-Bos, lid van de cliëntenraad jeugd

### School hoort erbij

Leerkrachten willen weten wie zij kunnen bellen, en binnen een week antwoord.

## Hoe het verder gaat

Wij schrijven nu de uitgangspunten. Die leggen wij aan de gemeenteraden voor, en daarna aan u. Vier mensen schreven ‘muziek’ op. Wat zij daarmee bedoelen, vragen wij aan de jongerenraad.
`

const roundLead = `Twaalf praktijken praatten met ons over administratie, tarieven en samenwerken. Wat zij zeiden en wat wij ermee doen, staat in het verslag.`

const roundBody = `Veel jeugdhulp in Merenland komt van praktijken met één of twee mensen. Wij wilden weten wat nieuwe contracten voor hen betekenen. Twaalf praktijken namen de uitnodiging aan.

## Drie dingen die wij overnemen

- Er komt één formulier voor alle acht gemeenten.
- Een praktijk mag onderaannemer zijn in meer dan één combinatie.
- Voor reistijd in het buitengebied zoeken wij een oplossing.

Wie niet in een combinatie wil, hoort later van ons wat er dan kan. Daarover praten wij verder op de consultatiebijeenkomst.

Lees het hele [verslag bij de gespreksronde vrijgevestigden](/bijeenkomsten/gespreksronde-vrijgevestigden).
`

const replyLead = `Kunt u niet naar de bijeenkomst komen? Dan telt uw reactie net zo goed mee.`

const replyBody = `Over de [uitgangspunten jeugdhulp 2028]({bericht uitgangspunten}) praten wij met u op de [consultatiebijeenkomst in Elzendam](/bijeenkomsten/consultatiebijeenkomst-jeugdhulp-2028). Wie dat liever doet, schrijft ons een brief of een mail.

| Hoe | Waarheen | Tot en met |
|---|---|---|
| Op de bijeenkomst | De Zilte Schuur, Elzendam | {dag +16} |
| Per brief | Jeugdregio Merenland, Raadhuisplein 12, 9990 ZC IJsseloord | {tot 40} |
| Per mail | [samenspraak@merenland.example](mailto:samenspraak@merenland.example) | {tot 40} |

Schrijf in uw reactie geen namen of gegevens van kinderen en gezinnen. Lees ook [wie te horen krijgt wat u voorstelt]({vraag delen}).
`

const movedLead = `Vier partijen vroegen om meer tijd om hun samenwerking te regelen. Daarom begint de dialoogfase voor wonen en verblijf later.`

const movedBody = `De [kick-off dialoogfase voor perceel 1](/bijeenkomsten/kick-off-dialoogfase-perceel-1-wonen-en-verblijf) is op **{dag +35}** van 9.30 tot 12.30 uur. De oude datum, {dag +21}, vervalt. De plaats blijft het Raadhuis aan de Sluis in IJsseloord.

## Wat u moet doen

Had u al geantwoord? Uw antwoord blijft staan. Komt de nieuwe datum niet uit, dan verandert u uw antwoord met de link in uw mail. Dat kan tot en met {tot 16}.

De andere data van de planning veranderen niet.
`

const draftLead = `Aan de vier tafels van de consultatiebijeenkomst hoorden wij veel. Per tafel leest u wat wij overnemen, en wat niet.`

const draftBody = `## Dichtbij wonen

Nog aan te vullen na de bijeenkomst.

## Eén plan per gezin

| Wat u zei | Wat wij doen |
|---|---|
| | |
`

const unfinishedNote = `Niet plaatsen vóór het verslag er is. Groot-Reeuwland wil de tekst over tarieven eerst lezen (Bas vraagt het na). De tabel is nog leeg.`
