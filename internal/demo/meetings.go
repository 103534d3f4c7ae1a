package demo

import (
	"samenspraak/internal/consult"
)

// The questions of the answer forms; answers name them by these words.
const (
	askTable    = "Aan welke tafel praat u het liefst mee?"
	askWish     = "Wat moet er zeker aan de orde komen?"
	askChildren = "Hoeveel kinderen uit Merenland begeleidt uw organisatie nu ongeveer?"
	askAccess   = "Wat heeft u nodig om mee te kunnen doen?"
	askDiet     = "Heeft u een dieet?"
	askSlot     = "Welk tijdvak past u het best?"
	askTogether = "Voor wie spreekt u?"
	askHours    = "Hoeveel uur per week bent u kwijt aan administratie?"
)

// The options that answers choose.
const (
	tableLiving  = "Dichtbij wonen"
	tablePlan    = "Eén plan per gezin"
	tableRate    = "Eerlijk tarief"
	tablePaper   = "Minder papierwerk"
	slotEarly    = "13.30 – 15.00 uur"
	slotLate     = "15.30 – 17.00 uur"
	forOneself   = "Voor onze eigen organisatie"
	forTogether  = "Voor een combinatie"
	dietVegan    = "Veganistisch"
	dietHalal    = "Halal"
	dietGluten   = "Zonder gluten"
	dietMeatless = "Vegetarisch"
)

func accessQuestion() consult.Question {
	return consult.Question{
		Kind: consult.FreeText, Label: askAccess, Sensitive: true,
		Hint: "Bijvoorbeeld een ringleiding, een tolk of een rustige ruimte.",
	}
}

func dietQuestion() consult.Question {
	return consult.Question{
		Kind: consult.ManyChoice, Label: askDiet, Sensitive: true,
		Options: []string{dietMeatless, dietVegan, dietHalal, dietGluten},
	}
}

// talkRound is the meeting that has been held.
func (f *filler) talkRound() consult.Meeting {
	return consult.Meeting{
		Occasion: consult.Occasion{
			Title:  "Gespreksronde vrijgevestigden",
			Starts: f.days.back(25, 13, 30), Ends: f.days.back(25, 17, 0), AnswerBy: f.days.endOfBack(33),
			Questions: []consult.Question{
				{Kind: consult.Choice, Label: askSlot, Options: []string{slotEarly, slotLate}, Required: true},
				{Kind: consult.Number, Label: askHours},
				accessQuestion(),
			},
			StaffIDs: f.ids(marleen, ilse),
		},
		Venue: "Het Brinkhuis", Street: "Brink 1", Postcode: "9990 ZA", Town: "Groot-Reeuwland",
		Route: "De ingang is aan de kant van de Brink. Parkeren kan in de garage onder het plein.",
		MeetingWords: consult.MeetingWords{
			Kind: consult.TalkRound,
			Lead: "Wij praten in kleine groepen met praktijken van één of twee mensen over administratie, tarieven en samenwerken.",
			Body: talkRoundBody, ForWhom: "Vrijgevestigde jeugdhulpverleners in de acht gemeenten",
			ContactName: ilse, Phone: phone,
			Programme: []consult.ProgrammeItem{
				{From: "13.00", Until: "13.30", Title: "Inloop met koffie en thee"},
				{
					From: "13.30", Until: "15.00", Title: "Eerste ronde",
					Note: "Vier tafels, met een wethouder aan elke tafel",
				},
				{From: "15.30", Until: "17.00", Title: "Tweede ronde"},
			},
		},
	}
}

// consultation is the coming meeting of which the answer deadline is near.
func (f *filler) consultation() consult.Meeting {
	return consult.Meeting{
		Occasion: consult.Occasion{
			Title:  "Consultatiebijeenkomst jeugdhulp 2028",
			Starts: f.days.ahead(16, 15, 0), Ends: f.days.ahead(16, 17, 0), AnswerBy: f.days.deadline(6),
			Questions: []consult.Question{
				{
					Kind: consult.Choice, Label: askTable,
					Options: []string{tableLiving, tablePlan, tableRate, tablePaper}, OfOrganisation: true,
				},
				{
					Kind: consult.FreeText, Label: askWish,
					Hint: "Schrijf geen namen of gegevens van kinderen en gezinnen op.", OfOrganisation: true,
					AlsoNo: true,
				},
				{Kind: consult.Number, Label: askChildren, Hint: "Een schatting is genoeg.", OfOrganisation: true},
				accessQuestion(),
				dietQuestion(),
			},
			StaffIDs: f.ids(marleen, daan),
		},
		Venue: "De Zilte Schuur", Street: "Havenplein 3", Postcode: "9990 ZB", Town: "Elzendam",
		Route:  "Tien minuten lopen vanaf het station. De zaal is op de begane grond en heeft een ringleiding.",
		Online: true, OnlineURL: "https://overleg.merenland.example/consultatie-2028",
		MeetingWords: consult.MeetingWords{
			Kind:    consult.Consultation,
			Lead:    "Wij lichten de uitgangspunten toe en gaan met u in gesprek. Wat werkt in de praktijk, wat niet, en wat missen wij nog?",
			Body:    consultationBody,
			ForWhom: "Aanbieders, vrijgevestigden, onderwijs, lokale teams en cliëntenraden", ContactName: daan,
			Phone: phone,
			Programme: []consult.ProgrammeItem{
				{From: "14.30", Until: "15.00", Title: "Inloop met koffie en thee"},
				{
					From: "15.00", Until: "15.25", Title: "Welkom en uitgangspunten",
					Note: "Wethouder Femke van ’t Hoff-de Ruijter en Marleen Oosterveld",
				},
				{
					From: "15.25", Until: "16.30", Title: "Gesprek aan thematafels",
					Note: "Dichtbij wonen, één plan per gezin, eerlijk tarief, minder papierwerk",
				},
				{From: "16.30", Until: "17.00", Title: "Opbrengst en vervolg"},
			},
		},
	}
}

// kickOff is the coming meeting that is moved once; this is as it was planned.
func (f *filler) kickOff() consult.Meeting {
	return consult.Meeting{
		Occasion: consult.Occasion{
			Title:  "Kick-off dialoogfase, perceel 1: wonen en verblijf",
			Starts: f.days.ahead(21, 9, 30), Ends: f.days.ahead(21, 12, 30), AnswerBy: f.days.deadline(12),
			Questions: []consult.Question{
				{Kind: consult.Choice, Label: askTogether, Options: []string{forOneself, forTogether}, Required: true},
				{Kind: consult.FreeText, Label: askWish},
				accessQuestion(),
				dietQuestion(),
			},
			StaffIDs: f.ids(daan, ilse),
		},
		Venue: "Raadhuis aan de Sluis", Street: "Raadhuisplein 12", Postcode: "9990 ZC", Town: "IJsseloord",
		Route: "Meld u bij de balie. De raadzaal is met de lift te bereiken.",
		MeetingWords: consult.MeetingWords{
			Kind: consult.KickOff,
			Lead: "Het begin van de dialoogfase: hoe de gesprekken gaan, wat wij van u vragen en wanneer wij beslissen.",
			Body: kickOffBody, ForWhom: "Aanbieders en combinaties die zich meldden voor perceel 1",
			ContactName: daan, Phone: phone,
			Programme: []consult.ProgrammeItem{
				{From: "9.00", Until: "9.30", Title: "Inloop"},
				{From: "9.30", Until: "10.15", Title: "Hoe de dialoogfase gaat"},
				{From: "10.30", Until: "12.00", Title: "In groepen: een voorbeeld uit uw werk"},
				{From: "12.00", Until: "12.30", Title: "Afspraken"},
			},
		},
	}
}

// webinar is announced: published, and nobody is invited yet.
func (f *filler) webinar() consult.Meeting {
	return consult.Meeting{
		Occasion: consult.Occasion{
			Title:  "Webinar: samen inschrijven als combinatie",
			Starts: f.days.ahead(30, 19, 30), Ends: f.days.ahead(30, 21, 0), AnswerBy: f.days.deadline(26),
			StaffIDs: f.ids(daan),
		},
		Online: true, OnlineURL: "https://overleg.merenland.example/webinar-combinatie",
		MeetingWords: consult.MeetingWords{
			Kind: consult.Webinar,
			Lead: "Twee juristen leggen uit welke vormen er zijn en wat een penvoerder tekent. Met ruimte voor uw vragen.",
			Body: webinarBody, ForWhom: "Praktijken en aanbieders die nadenken over een combinatie",
			ContactName: daan, Phone: phone,
			Programme: []consult.ProgrammeItem{
				{From: "19.30", Until: "20.15", Title: "Vormen van samenwerken, en wat u tekent"},
				{From: "20.15", Until: "21.00", Title: "Uw vragen"},
			},
		},
	}
}

// schoolTable is still a draft.
func (f *filler) schoolTable() consult.Meeting {
	return consult.Meeting{
		Occasion: consult.Occasion{
			Title:  "Gesprekstafel onderwijs en jeugdhulp",
			Starts: f.days.ahead(45, 13, 0), Ends: f.days.ahead(45, 15, 30), AnswerBy: f.days.deadline(38),
			StaffIDs: f.ids(ilse),
		},
		Venue: "Brede school De Waterlelie", Street: "Plataanlaan 40", Postcode: "9990 ZD",
		Town: "Sint-Joriswoude",
		MeetingWords: consult.MeetingWords{
			Kind: consult.RoundTable, Body: schoolBody,
			ForWhom: "Samenwerkingsverbanden, scholen en lokale teams", ContactName: ilse, Phone: phone,
		},
	}
}
