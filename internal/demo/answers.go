package demo

import (
	"samenspraak/internal/consult"
)

// answer is one that came in, on a working day so many before today.
type answer struct {
	back, hour, minute int
	who                string // of people: organisation/place in its list
	says               consult.Answer
	with               []consult.Person // who comes besides
	given              map[string][]string
	noted              consult.Source // not by link: staff typed it
	note               string
}

func table(name string) map[string][]string { return map[string][]string{askTable: {name}} }

func slot(name, hours string) map[string][]string {
	return map[string][]string{askSlot: {name}, askHours: {hours}}
}

// talkRoundAnswers are those to the meeting that has been held. The last was
// noted after the deadline.
var talkRoundAnswers = []answer{
	{back: 44, hour: 9, minute: 20, who: "decockpsychologie/0", says: consult.Yes, given: slot(slotEarly, "6")},
	{back: 44, hour: 12, minute: 41, who: "oudenijhuis/0", says: consult.Yes, given: slot(slotLate, "4")},
	{back: 43, hour: 8, minute: 52, who: "orourkecoaching/0", says: consult.Yes, given: map[string][]string{
		askSlot: {slotLate}, askHours: {"9"}, askAccess: {"I speak Dutch but would like the questions in English."},
	}},
	{back: 43, hour: 16, minute: 5, who: "klaproos/0", says: consult.No},
	{
		back: 42, hour: 19, minute: 12, who: "vuurvlieg/0", says: consult.Yes, given: slot(slotEarly, "5"),
		with: []consult.Person{{Name: "Moniek Verhaegh", Role: "secretariaat"}},
	},
	{back: 41, hour: 10, minute: 31, who: "yildizpsychologie/0", says: consult.Yes, given: slot(slotEarly, "7")},
	{back: 41, hour: 11, minute: 2, who: "celikvanos/0", says: consult.Yes, given: slot(slotLate, "3")},
	{back: 40, hour: 13, minute: 55, who: "tjeenk/0", says: consult.No},
	{back: 39, hour: 9, minute: 40, who: "zilverspar/0", says: consult.Yes, given: slot(slotEarly, "6")},
	{back: 38, hour: 15, minute: 28, who: "letterwerf/1", says: consult.Yes, given: slot(slotLate, "8")},
	{
		back: 37, hour: 10, minute: 15, who: "dhondt/0", says: consult.Yes, given: slot(slotEarly, "5"),
		noted: consult.ByPhone, note: "Belde zelf, de link werkte niet op haar telefoon",
	},
	{
		back: 36, hour: 17, minute: 48, who: "bewegingsruimte/0", says: consult.Yes, given: slot(slotLate, "4"),
		with: []consult.Person{{Name: "Lieke aan de Stegge", Role: "psychomotorisch therapeut"}},
	},
	{back: 35, hour: 9, minute: 7, who: "nunezortega/0", says: consult.Yes, given: slot(slotEarly, "10")},
	{back: 34, hour: 20, minute: 21, who: "benhaddou/0", says: consult.Yes, given: slot(slotLate, "2")},
	{
		back: 31, hour: 10, minute: 12, who: "ouweland/0", says: consult.Yes, given: slot(slotLate, "6"),
		noted: consult.ByPhone, note: "Was op vakantie, er is nog plaats",
	},
}

// consultationAnswers are those so far to the meeting with the near deadline.
var consultationAnswers = []answer{
	{
		back: 12, hour: 11, minute: 20, who: "debrug/0", says: consult.Yes,
		with: []consult.Person{{Name: "Matthijs Öztürk", Role: "contractmanager"}},
		given: map[string][]string{
			askTable: {tableLiving}, askWish: {"Wat gebeurt er met een plek die een maand leeg staat?"},
			askChildren: {"140"},
		},
	},
	{back: 12, hour: 14, minute: 5, who: "brugkompasnoordster/0", says: consult.Yes, given: table(tablePlan)},
	{
		back: 11, hour: 9, minute: 12, who: "vaartland/0", says: consult.Yes,
		given: map[string][]string{askTable: {tableLiving}, askChildren: {"85"}},
	},
	{back: 11, hour: 9, minute: 47, who: "vaartland/1", says: consult.No},
	{back: 11, hour: 10, minute: 40, who: "swvmerenlandzuid/0", says: consult.Yes, given: map[string][]string{
		askTable: {tablePlan}, askAccess: {"Ik hoor slecht. Graag een plaats bij de ringleiding."},
	}},
	{
		back: 11, hour: 15, minute: 33, who: "clientenraadjeugd/0", says: consult.Yes,
		with: []consult.Person{{Name: "Henk Stoffels", Role: "lid"}, {Name: "Marja Stoffels-Bos", Role: "lid"}},
		given: map[string][]string{
			askTable: {tablePlan}, askDiet: {dietHalal}, askAccess: {"Een van ons komt met een rolstoel."},
		},
	},
	{back: 10, hour: 8, minute: 55, who: "jbmerenland/0", says: consult.Yes, given: table(tablePaper)},
	{back: 10, hour: 12, minute: 18, who: "decockpsychologie/0", says: consult.Online, given: table(tableRate)},
	{back: 10, hour: 16, minute: 44, who: "dekade/0", says: consult.Online, given: table(tablePaper)},
	{back: 9, hour: 9, minute: 30, who: "cjgelzendam/0", says: consult.No},
	{
		back: 9, hour: 20, minute: 10, who: "dewiekslag/1", says: consult.Yes,
		given: map[string][]string{askTable: {tableRate}, askDiet: {dietGluten}},
	},
	{back: 8, hour: 11, minute: 3, who: "dewiekslag/0", says: consult.Online, given: table(tableRate)},
	{back: 8, hour: 13, minute: 26, who: "wijkteamlommerdijk/0", says: consult.No},
	{
		back: 7, hour: 10, minute: 50, who: "ouweland/0", says: consult.Yes, given: table(tableRate),
		noted: consult.ByPhone, note: "Belde, vindt het formulier lastig",
	},
	{back: 7, hour: 19, minute: 37, who: "yildizpsychologie/0", says: consult.Online},
	{back: 7, hour: 14, minute: 9, who: "swvvo/0", says: consult.Yes, given: table(tablePlan)},
	{
		back: 6, hour: 15, minute: 2, who: "langeakker/0", says: consult.Yes,
		given: map[string][]string{askDiet: {dietMeatless}, askChildren: {"32"}}, noted: consult.ByMail,
		note: "Antwoordde op de mail",
	},
	{back: 5, hour: 10, minute: 11, who: "kompasjeugd/0", says: consult.Yes, given: table(tableLiving)},
	{back: 5, hour: 16, minute: 31, who: "klaproos/0", says: consult.No},
	{back: 4, hour: 9, minute: 46, who: "bewegingsruimte/1", says: consult.Online, given: table(tablePaper)},
	{
		back: 4, hour: 11, minute: 59, who: "samenthuis/1", says: consult.Yes,
		with: []consult.Person{{Name: "Jurre de With", Role: "projectondersteuner"}}, given: table(tableLiving),
	},
	{back: 2, hour: 10, minute: 24, who: "letterwerf/0", says: consult.Online},
	{back: 1, hour: 10, minute: 5, who: "cjgwaalhof/0", says: consult.Yes, given: table(tablePlan)},
	{
		back: 1, hour: 16, minute: 20, who: "jongerenraad/0", says: consult.Yes,
		with: []consult.Person{{Name: "Jayden Wong-A-Foe", Role: "lid"}},
		given: map[string][]string{
			askTable: {tablePlan}, askDiet: {dietVegan, dietGluten}, askWish: {"Vraag ons niet drie keer hetzelfde."},
		},
	},
	{back: 1, hour: 17, minute: 2, who: "hoefijzer/0", says: consult.No},
}

// kickOffAnswers are those so far to the meeting that was moved, before and
// after the move.
var kickOffAnswers = []answer{
	{
		back: 5, hour: 9, minute: 33, who: "brugkompasnoordster/0", says: consult.Yes,
		with:  []consult.Person{{Name: "Gijs van Rhijn", Role: "jurist"}},
		given: map[string][]string{askTogether: {forTogether}},
	},
	{
		back: 5, hour: 13, minute: 48, who: "jbmerenland/1", says: consult.Yes,
		given: map[string][]string{askTogether: {forOneself}, askDiet: {dietMeatless}},
	},
	{back: 4, hour: 10, minute: 2, who: "dichtbijwonen/0", says: consult.No},
	{
		back: 4, hour: 15, minute: 17, who: "samenthuis/0", says: consult.Yes,
		given: map[string][]string{askTogether: {forTogether}},
	},
	{back: 2, hour: 9, minute: 5, who: "samenthuis/0", says: consult.No},
	{back: 2, hour: 11, minute: 41, who: "vaartland/1", says: consult.Yes, given: map[string][]string{
		askTogether: {forOneself}, askWish: {"Neem pleegzorg mee als vorm van wonen."},
	}},
	{
		back: 1, hour: 9, minute: 27, who: "ankerplaats/0", says: consult.Yes,
		given: map[string][]string{askTogether: {forOneself}},
	},
}
