package store

import (
	"time"

	"samenspraak/internal/consult"
)

// storedItem is one line of meeting.programme.
type storedItem struct {
	From  string `json:"From"`
	Until string `json:"Until"`
	Title string `json:"Title"`
	Note  string `json:"Note"`
}

type storedProgramme []storedItem

func (storedProgramme) stored() {}

func storeProgramme(all []consult.ProgrammeItem) storedProgramme {
	return mapped(all, func(i consult.ProgrammeItem) storedItem {
		return storedItem{From: i.From, Until: i.Until, Title: i.Title, Note: i.Note}
	})
}

func (s storedProgramme) programme() []consult.ProgrammeItem {
	return mapped(s, func(i storedItem) consult.ProgrammeItem {
		return consult.ProgrammeItem{From: i.From, Until: i.Until, Title: i.Title, Note: i.Note}
	})
}

// storedMeeting is how a meeting stood before a change.
type storedMeeting struct {
	ID          int64            `json:"ID"`
	Slug        string           `json:"Slug"`
	UID         string           `json:"UID"`
	Kind        string           `json:"Kind"`
	Title       string           `json:"Title"`
	Lead        string           `json:"Lead"`
	Body        string           `json:"Body"`
	Audience    string           `json:"Audience"`
	Starts      time.Time        `json:"Starts"`
	Ends        time.Time        `json:"Ends"`
	Venue       string           `json:"Venue"`
	Street      string           `json:"Street"`
	Postcode    string           `json:"Postcode"`
	Town        string           `json:"Town"`
	Route       string           `json:"Route"`
	Online      bool             `json:"Online"`
	OnlineURL   string           `json:"OnlineURL"`
	AnswerBy    time.Time        `json:"AnswerBy"`
	ContactName string           `json:"ContactName"`
	Phone       string           `json:"Phone"`
	OnBehalf    string           `json:"OnBehalf"`
	Programme   storedProgramme  `json:"Programme"`
	Questions   []storedQuestion `json:"Questions"`
	StaffIDs    []int64          `json:"StaffIDs"`
	CreatedAt   time.Time        `json:"CreatedAt"`
	ReleasedAt  time.Time        `json:"ReleasedAt"`
	CancelledAt time.Time        `json:"CancelledAt"`
	CancelledBy string           `json:"CancelledBy"`
	Version     int64            `json:"Version"`
	Sequence    int              `json:"Sequence"`
	Edited      int64            `json:"Edited"`
	Report      storedReport     `json:"Report"`
}

func (storedMeeting) stored() {}

type storedQuestion struct {
	ID             int64       `json:"ID"`
	Kind           string      `json:"Kind"`
	Label          string      `json:"Label"`
	Hint           string      `json:"Hint"`
	Options        storedTexts `json:"Options"`
	Required       bool        `json:"Required"`
	Sensitive      bool        `json:"Sensitive"`
	OfOrganisation bool        `json:"OfOrganisation,omitempty"`
	AlsoNo         bool        `json:"AlsoNo,omitempty"`
}

type storedReport struct {
	Body       string    `json:"Body"`
	ReleasedAt time.Time `json:"ReleasedAt"`
	Version    int64     `json:"Version"`
}

func storeMeeting(m consult.Meeting) storedMeeting {
	questions := mapped(m.Questions, func(q consult.Question) storedQuestion {
		return storedQuestion{
			ID: q.ID, Kind: string(q.Kind), Label: q.Label, Hint: q.Hint, Options: q.Options, Required: q.Required,
			Sensitive:      q.Sensitive,
			OfOrganisation: q.OfOrganisation, AlsoNo: q.AlsoNo,
		}
	})
	return storedMeeting{
		ID: m.ID, Slug: m.Slug, UID: m.UID, Kind: string(m.Kind), Title: m.Title, Lead: m.Lead, Body: m.Body,
		Audience: m.ForWhom,
		Starts:   m.Starts, Ends: m.Ends, Venue: m.Venue, Street: m.Street, Postcode: m.Postcode, Town: m.Town,
		Route:  m.Route,
		Online: m.Online, OnlineURL: m.OnlineURL, AnswerBy: m.AnswerBy, ContactName: m.ContactName, Phone: m.Phone,
		OnBehalf:  m.OnBehalf,
		Programme: storeProgramme(m.Programme), Questions: questions, StaffIDs: m.StaffIDs, CreatedAt: m.CreatedAt,
		ReleasedAt:  m.ReleasedAt,
		CancelledAt: m.CancelledAt, CancelledBy: m.CancelledBy, Version: m.Version, Sequence: m.Sequence,
		Edited: m.Edited,
		Report: storedReport{Body: m.Report.Body, ReleasedAt: m.Report.ReleasedAt, Version: m.Report.Version},
	}
}

func (s storedMeeting) meeting() consult.Meeting {
	questions := mapped(s.Questions, func(q storedQuestion) consult.Question {
		return consult.Question{
			ID: q.ID, Kind: consult.QuestionKind(q.Kind), Label: q.Label, Hint: q.Hint, Options: q.Options,
			Required: q.Required, Sensitive: q.Sensitive,
			OfOrganisation: q.OfOrganisation, AlsoNo: q.AlsoNo,
		}
	})
	return consult.Meeting{
		Occasion: consult.Occasion{
			ID: s.ID, Noun: consult.NounMeeting, Slug: s.Slug, Title: s.Title, Starts: s.Starts, Ends: s.Ends,
			AnswerBy: s.AnswerBy, Questions: questions, StaffIDs: s.StaffIDs, CreatedAt: s.CreatedAt,
			ReleasedAt: s.ReleasedAt, CancelledAt: s.CancelledAt, CancelledBy: s.CancelledBy, Version: s.Version,
			Sequence: s.Sequence, Edited: s.Edited,
		},
		UID: s.UID, Venue: s.Venue, Street: s.Street,
		Postcode: s.Postcode, Town: s.Town, Route: s.Route, Online: s.Online, OnlineURL: s.OnlineURL,
		Report: consult.Report{Body: s.Report.Body, ReleasedAt: s.Report.ReleasedAt, Version: s.Report.Version},
		MeetingWords: consult.MeetingWords{
			Kind: consult.MeetingKind(s.Kind), Lead: s.Lead, Body: s.Body, ForWhom: s.Audience,
			ContactName: s.ContactName, Phone: s.Phone, OnBehalf: s.OnBehalf, Programme: s.Programme.programme(),
		},
	}
}
