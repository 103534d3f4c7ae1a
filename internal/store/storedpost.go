package store

import (
	"time"

	"samenspraak/internal/consult"
)

// storedPostText is post.text and post.pending, and how a post read before a
// change.
type storedPostText struct {
	Title       string            `json:"Title"`
	Lead        string            `json:"Lead"`
	Body        string            `json:"Body"`
	Language    string            `json:"Language"`
	ShownOn     time.Time         `json:"ShownOn,omitzero"`
	Signatories []storedSignatory `json:"Signatories"`
	Press       storedPress       `json:"Press,omitzero"`
}

func (storedPostText) stored() {}

type storedSignatory struct {
	ID      int64  `json:"ID"`
	Name    string `json:"Name"`
	SortKey string `json:"SortKey"`
}

type storedPress struct {
	Name    string `json:"Name"`
	Phone   string `json:"Phone"`
	Address string `json:"Address"`
}

func storePostText(t consult.PostText) storedPostText {
	signatories := mapped(t.Signatories, func(s consult.Signatory) storedSignatory {
		return storedSignatory{ID: s.ID, Name: s.Name, SortKey: s.SortKey}
	})
	return storedPostText{
		Title: t.Title, Lead: t.Lead, Body: t.Body, Language: t.Language, ShownOn: t.ShownOn, Signatories: signatories,
		Press: storedPress{Name: t.Press.Name, Phone: t.Press.Phone, Address: t.Press.Address},
	}
}

func (s storedPostText) text() consult.PostText {
	signatories := mapped(s.Signatories, func(s storedSignatory) consult.Signatory {
		return consult.Signatory{ID: s.ID, Name: s.Name, SortKey: s.SortKey}
	})
	return consult.PostText{
		Title: s.Title, Lead: s.Lead, Body: s.Body, Language: s.Language, ShownOn: s.ShownOn, Signatories: signatories,
		Press: consult.PressContact{Name: s.Press.Name, Phone: s.Press.Phone, Address: s.Press.Address},
	}
}
