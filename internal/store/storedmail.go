package store

import (
	"time"

	"samenspraak/internal/consult"
)

// storedFacts is outbox.facts.
type storedFacts struct {
	OldStarts  time.Time      `json:"oldStarts,omitzero"`
	OldEnds    time.Time      `json:"oldEnds,omitzero"`
	OldPlace   string         `json:"oldPlace,omitempty"`
	Reason     string         `json:"reason,omitempty"`
	Deadline   time.Time      `json:"deadline,omitzero"`
	By         string         `json:"by,omitempty"`
	Intro      string         `json:"intro,omitempty"`
	LinkUntil  time.Time      `json:"linkUntil,omitzero"`
	LinkKind   string         `json:"linkKind,omitempty"`
	Generation int64          `json:"generation,omitempty"`
	Others     []storedSharer `json:"others,omitempty"`
	Sequence   int            `json:"sequence,omitempty"`
	Comes      bool           `json:"comes,omitempty"`
	InCalendar bool           `json:"inCalendar,omitempty"`
	Spread     bool           `json:"spread,omitempty"`
}

func (storedFacts) stored() {}

type storedSharer struct {
	ContactID  int64 `json:"contact"`
	Generation int64 `json:"generation"`
}

func storeFacts(f consult.Facts) storedFacts {
	others := mapped(f.Others, func(s consult.Sharer) storedSharer {
		return storedSharer{ContactID: s.ContactID, Generation: s.Generation}
	})
	return storedFacts{
		OldStarts: f.OldStarts, OldEnds: f.OldEnds, OldPlace: f.OldPlace, Reason: f.Reason, Deadline: f.Deadline,
		By: f.By, Intro: f.Intro,
		LinkUntil: f.LinkUntil, LinkKind: f.LinkKind, Generation: f.Generation, Others: others, Sequence: f.Sequence,
		Comes: f.Comes, InCalendar: f.InCalendar, Spread: f.Spread,
	}
}

func (s storedFacts) facts() consult.Facts {
	others := mapped(s.Others, func(s storedSharer) consult.Sharer {
		return consult.Sharer{ContactID: s.ContactID, Generation: s.Generation}
	})
	return consult.Facts{
		OldStarts: s.OldStarts, OldEnds: s.OldEnds, OldPlace: s.OldPlace, Reason: s.Reason, Deadline: s.Deadline,
		By: s.By, Intro: s.Intro,
		LinkUntil: s.LinkUntil, LinkKind: s.LinkKind, Generation: s.Generation, Others: others, Sequence: s.Sequence,
		Comes: s.Comes, InCalendar: s.InCalendar, Spread: s.Spread,
	}
}

// storedAudience is mailing.audience.
type storedAudience struct {
	Types          []string `json:"types,omitempty"`
	Municipalities []int64  `json:"municipalities,omitempty"`
	Tags           []string `json:"tags,omitempty"`
	Search         string   `json:"search,omitempty"`
	Contacts       []int64  `json:"contacts,omitempty"`
	Except         []int64  `json:"except,omitempty"`
}

func (storedAudience) stored() {}

func storeAudience(a consult.Audience) storedAudience {
	return storedAudience{
		Types:          mapped(a.Types, func(t consult.OrganisationType) string { return string(t) }),
		Municipalities: a.Municipalities, Tags: a.Tags, Search: a.Search, Contacts: a.Contacts, Except: a.Except,
	}
}

func (s storedAudience) audience() consult.Audience {
	return consult.Audience{
		Types:          mapped(s.Types, func(t string) consult.OrganisationType { return consult.OrganisationType(t) }),
		Municipalities: s.Municipalities, Tags: s.Tags, Search: s.Search, Contacts: s.Contacts, Except: s.Except,
	}
}
