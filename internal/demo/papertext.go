package demo

// The words of the files that come with posts.

const visionPaper = `## Waar deze visie over gaat
Deze regiovisie zegt wat de acht gemeenten van Merenland de komende jaren willen bereiken voor kinderen en jongeren. Zij zegt nog niet welke contracten daarbij horen. Dat staat straks in de uitgangspunten voor de inkoop.

## Hoe het nu gaat
In Merenland wonen ongeveer 46.000 kinderen en jongeren. Ruim 5.200 van hen krijgen jeugdhulp. De meeste hulp is licht en kort. Een klein deel is zwaar en duurt jaren.

Drie dingen gaan nu niet goed.

Kinderen wachten te lang. Tussen de eerste vraag en de eerste afspraak zitten te veel weken, en in die tijd wordt een kleine zorg soms een grote.

Gezinnen zien te veel gezichten. Een gezin met vier hulpverleners vertelt vier keer hetzelfde verhaal.

Kinderen wonen te ver weg. Wie niet thuis kan wonen, komt vaak terecht in een andere streek, ver van school en vrienden.

## Doel 1: gewoon opgroeien
Niet elke zorg is een hulpvraag. Wij willen dat ouders, leerkrachten en trainers eerst zelf iets kunnen doen. Lokale teams helpen hen daarbij, ook zonder dossier.

Wat wij doen: elke basisschool krijgt een vaste medewerker van het lokale team. Die is er één dag per week.

Waaraan wij het merken: minder verwijzingen naar lichte hulp, en ouders die zeggen dat zij eerder gehoord werden.

## Doel 2: dichtbij en op tijd
Een kind dat hulp nodig heeft, krijgt die in de buurt. Als thuis wonen niet gaat, zoeken wij een plek in de eigen gemeente of vlak daarbuiten.

Wat wij doen: wij maken in elke gemeente ten minste één gezinshuis mogelijk. Wij betalen voor een vrije plek, zodat er in nood ruimte is.

Waaraan wij het merken: kinderen wonen minder ver van hun ouders, en de wachttijd wordt korter.

## Doel 3: samen en stabiel
Een gezin heeft te maken met zo min mogelijk mensen, en die blijven. Er is één plan. Wie het plan bijhoudt, is ook het aanspreekpunt.

Wat wij doen: wij vragen aanbieders om samen te werken en betalen hun overleg.

Waaraan wij het merken: gezinnen noemen één naam als wij vragen wie hen helpt.

## Vervoer
Op verzoek van de raden van Aldermeer en ’t Waalhof letten wij ook op vervoer. Hulp die een kind niet kan bereiken, is geen hulp. In het buitengebied komt de hulpverlener naar het kind toe.

## Wie meedenkt
Er komt een cliëntenraad voor de hele regio, naast de jongerenraad. Beide raden geven advies voordat de wethouders beslissen.

## Geld
De gemeenten geven samen 71 miljoen euro per jaar uit aan jeugdhulp. Met deze visie komt er geen geld bij. Wat wij besparen op verblijf ver weg, gaat naar hulp dichtbij.

## Hoe wij leren
Elk jaar leggen wij de cijfers naast deze visie. De raden krijgen ze in het voorjaar, samen met de ervaringen van gezinnen.
`

const visionPlain = `## Wat willen de gemeenten?
Acht gemeenten zorgen samen voor hulp aan kinderen. Zij willen drie dingen.

Eén: kinderen groeien zo gewoon mogelijk op. School, sport en buurt helpen mee.

Twee: hulp is dichtbij en komt op tijd.

Drie: een gezin heeft te maken met zo min mogelijk mensen.

## Wat merkt u ervan?
Op elke basisschool is er één dag per week iemand van het lokale team. U kunt gewoon binnenlopen.

Kan een kind niet thuis wonen? Dan zoeken wij een plek in de buurt.

Er is één plan, en één persoon die u kunt bellen.
`

const surveyPaper = `## Waarom wij dit vroegen
De contracten voor verblijf lopen af. Voordat wij nieuwe schrijven, willen wij weten wat er in de praktijk gebeurt.

## Met wie wij spraken
Wij voerden dertien gesprekken met gezinshuizen, pleegzorg, zorgboerderijen en instellingen. Niemand wordt in dit verslag bij naam genoemd.

## Lege plekken
Wie een bed vrij houdt, betaalt de huur en de nachtdienst door. Zonder vergoeding verdwijnen juist de kleine huizen.

## Afstand
Vier op de tien kinderen wonen meer dan dertig kilometer van hun ouders. Meestal was er dichterbij geen plek, soms was die er wel maar wist niemand ervan.

## Personeel
Nachten en weekenden zijn moeilijk te vullen. Drie huizen delen al een oproepdienst en raden dat anderen aan.

## Wat deelnemers vroegen
Betaal voor beschikbaarheid. Houd in de regio één lijst bij van vrije plekken. Sluit contracten van ten minste vier jaar.
`

const principlesPaper = `## 1. Waarom wij opnieuw inkopen
De contracten voor jeugdhulp lopen af op 31 december 2027. Wij willen niet op dezelfde voet verder. In de regiovisie spraken wij af dat hulp dichterbij komt, dat gezinnen minder gezichten zien en dat hulpverleners meer tijd overhouden voor kinderen.

## 2. Voor wie dit document is
Voor gemeenteraden, aanbieders, scholen, lokale teams, cliëntenraden en de jongerenraad. Het is geen eindpunt. Wat u ervan vindt, horen wij graag voordat wij de eisen schrijven.

## 3. Eén plan per gezin
Elk gezin heeft één plan, hoeveel hulpverleners er ook zijn. Eén van hen houdt het bij en is het aanspreekpunt. De tijd die dat kost, wordt betaald.

## 4. Dichtbij wonen
Een kind dat niet thuis kan wonen, blijft als het kan in de eigen gemeente. Wij betalen voor plekken die vrij worden gehouden. Een gezinshuis gaat voor een groep, en een pleeggezin gaat voor een gezinshuis.

## 5. Minder partijen, meer samenwerking
Wij sluiten contracten met minder partijen dan nu. Aanbieders kunnen samen inschrijven als combinatie. Kleine praktijken kunnen onderaannemer zijn en houden hun eigen naam.

## 6. Eerlijke tarieven
Een tarief dekt de kosten die een goede aanbieder maakt. Reistijd en overleg horen daarbij. Wij rekenen open: wie wil, ziet hoe een tarief is opgebouwd.

## 7. Minder papierwerk
De acht gemeenten vragen hetzelfde, op hetzelfde formulier. Wij vragen niets wat wij al weten. Wat wij niet gebruiken, vragen wij niet.

## 8. Percelen
Perceel 1 is wonen en verblijf. Perceel 2 is ambulante hulp. Perceel 3 is crisishulp. Pleegzorg hoort bij perceel 1.

## 9. Hoe wij kiezen
Voor perceel 1 praten wij in drie rondes met de partijen die zich melden. Die gesprekken worden niet beoordeeld. Daarna kunnen partijen inschrijven. Bij de keuze telt kwaliteit zwaarder dan prijs.

## 10. Overgang
Niemand wisselt van hulpverlener omdat een contract afloopt. Hulp die op 1 januari 2028 loopt, gaat door tot zij klaar is. Wij maken daarover per kind een afspraak.

## 11. Duur
De contracten duren vier jaar. Daarna kunnen wij ze twee keer met twee jaar verlengen. Zo ontstaat er rust voor kinderen, gezinnen en hulpverleners.

## 12. Toezicht
Wij bezoeken elke aanbieder ten minste één keer in de twee jaar. Wij praten dan ook met kinderen en ouders. Een bezoek is geen controle van mappen.

## 13. Wat nog open is
Hoeveel partijen wij per perceel vragen. Hoe wij beschikbaarheid betalen. Wat een combinatie minimaal moet regelen. Of hulp op school een eigen perceel wordt.

## 14. Planning
De raden bespreken dit document. Daarna volgt de consultatie. De uitnodiging tot inschrijving verwachten wij halverwege 2027.
`

const principlesAdded = `
## 15. Toegevoegd in versie 2
De raad van Sint-Joriswoude vroeg wat er gebeurt met kinderen in het speciaal onderwijs die hulp op school krijgen. Hun hulp valt onder perceel 2. Zij wisselen niet van begeleider binnen een schooljaar.
`

const principlesPlain = `## Wat gaat er veranderen?
Vanaf 2028 regelen acht gemeenten de jeugdhulp anders.

Er is één plan voor elk gezin. U hebt één persoon die u kunt bellen.

Kan een kind niet thuis wonen? Dan zoeken wij een plek in de eigen gemeente.

Hulpverleners vullen minder papieren in. Zo houden zij meer tijd over.

## Wat verandert er niet?
Krijgt uw kind al hulp? Die gaat gewoon door. U hoeft niets te doen.
`

const wordsPaper = `## Ambulante hulp
Hulp die naar het kind toe komt: thuis, op school of in een praktijk.

## Combinatie
Twee of meer aanbieders die samen één inschrijving doen. Zij zijn samen verantwoordelijk.

## Dialoog
Gesprekken tussen de gemeenten en aanbieders, voordat aanbieders inschrijven.

## Gezinshuis
Een gewoon huis waar kinderen wonen bij ouders die daarvoor zijn opgeleid.

## Lokaal team
De mensen van de gemeente bij wie u met een vraag over opvoeden terechtkunt.

## Onderaannemer
Een aanbieder die werkt voor een andere aanbieder, die het contract heeft.

## Penvoerder
De aanbieder die namens een combinatie tekent en het aanspreekpunt is.

## Perceel
Een deel van de inkoop waarvoor u apart kunt inschrijven.
`
