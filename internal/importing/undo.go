package importing

// ImportedContact is a contact that an import added, with what has happened to
// it since.
type ImportedContact struct {
	ID, OrganisationID int64
	Name               string
	Invited            bool // or mailed
	Changed            bool // or archived
}

// ImportedOrganisation is the same for an organisation.
type ImportedOrganisation struct {
	ID            int64
	Name          string
	Invited       bool
	Member        bool // of a consortium
	OtherContacts bool // that came from elsewhere
	Changed       bool // or archived
}

// InUseWhy says why something that an import added stays when it is undone; its
// text is in the catalogue under import.use.<why>.
type InUseWhy string

// Reasons to stay, most final first.
const (
	UseInvited  InUseWhy = "invited"
	UseMember   InUseWhy = "member"
	UseContacts InUseWhy = "contacts" // it has contacts that stay
	UseChanged  InUseWhy = "changed"
)

// Use is something that an import added and that is used by now.
type Use struct {
	ContactID      int64 // 0: it is an organisation
	OrganisationID int64
	Name           string
	Why            InUseWhy
}

// Undo is what undoing an import comes to.
type Undo struct {
	Contacts      []int64 // that are removed
	Organisations []int64
	Used          []Use // that stay
}

// PlanUndo says what of an import can be removed and what must stay because it
// was used: asked, changed, or leant on by something that stays.
func PlanUndo(organisations []ImportedOrganisation, contacts []ImportedContact) Undo {
	var u Undo
	peopled := map[int64]bool{}
	for _, c := range contacts {
		why := UseChanged
		switch {
		case c.Invited:
			why = UseInvited
		case !c.Changed:
			u.Contacts = append(u.Contacts, c.ID)
			continue
		}
		peopled[c.OrganisationID] = true
		u.Used = append(u.Used, Use{ContactID: c.ID, OrganisationID: c.OrganisationID, Name: c.Name, Why: why})
	}
	for _, o := range organisations {
		why := UseChanged
		switch {
		case o.Invited:
			why = UseInvited
		case o.Member:
			why = UseMember
		case o.OtherContacts || peopled[o.ID]:
			why = UseContacts
		case !o.Changed:
			u.Organisations = append(u.Organisations, o.ID)
			continue
		}
		u.Used = append(u.Used, Use{OrganisationID: o.ID, Name: o.Name, Why: why})
	}
	return u
}
