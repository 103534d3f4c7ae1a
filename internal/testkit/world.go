package testkit

import (
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// World is the small named world a test begins with.
//
// Ada and Ben work at De Brug, Carla has a practice of her own and is written
// to in English; De Brug leads a consortium that has no people. The meeting is
// released, on Thursday 26 November 2026 at 15.00, hybrid, to be answered until
// the end of Monday 16 November; nobody is invited yet. Daan is its staff.
type World struct {
	Admin, Editor, Reader        consult.Actor // Marleen, Daan, Bas
	DeBrug, Practice, Consortium int64
	Ada, Ben, Carla              consult.Contact
	Meeting                      int64
	Table, Diet                  int64 // its questions: a choice, and a sensitive text
}

// Password and SecondFactor are those of every account.
const (
	Password     = "vier kikkers in het riet"
	SecondFactor = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	// passwordHash is of Password, made once: hashing takes its time on purpose.
	passwordHash = "$argon2id$v=19$m=19456,t=2,p=1$h0p8IAZeuxYfzus8lkBZcw$r6YHwvc2t4OlK+MFtOhdJiGbsd/x1OO206+hEWFfJb4"
)

func (p *Program) makeWorld() {
	p.t.Helper()
	made := p.Clock.Now().AddDate(0, 0, -7)
	err := p.DB().Update(p.t.Context(), func(tx *store.Tx) error {
		if err := p.makeRegion(tx, made); err != nil {
			return err
		}
		if err := p.hire(tx, made); err != nil {
			return err
		}
		return p.makeDirectory(tx, made)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.makeMeeting()
}

func (p *Program) makeRegion(tx *store.Tx, made time.Time) error {
	for _, name := range []string{"Elzendam", "’t Waalhof"} {
		if _, err := tx.AddMunicipality(
			consult.Municipality{Name: name, SortKey: i18n.PlaceSortKey(name)},
		); err != nil {
			return err
		}
	}
	tx.BumpRevision()
	return tx.SetRegion(consult.Region{
		Name: "Jeugdregio Merenland", ShortName: "Merenland", SenderName: "Jeugdregio Merenland",
		ReplyAddress: "samenspraak@merenland.example",
		OnBehalf:     consult.Words{NL: "de acht gemeenten van Merenland", EN: "the eight municipalities of Merenland"},
		Phone:        "088 000 12 34",
		PhoneHours:   consult.Words{NL: "op werkdagen van 9.00 – 17.00 uur", EN: "on working days, 9:00 – 17:00"},
		SignedBy:     "Marleen Oosterveld, projectleider", Security: "mailto:veiligheid@merenland.example",
		Privacy:   consult.Words{NL: "Wij bewaren zo weinig mogelijk.", EN: "We keep as little as we can."},
		Access:    consult.Words{NL: "Iedereen kan deze site gebruiken.", EN: "Everybody can use this site."},
		UpdatedAt: made,
	})
}

func (p *Program) hire(tx *store.Tx, made time.Time) error {
	for _, one := range []struct {
		actor         *consult.Actor
		name, mailbox string
		role          consult.Role
	}{
		{&p.Admin, "Marleen Oosterveld", "m.oosterveld", consult.Admin},
		{&p.Editor, "Daan IJpelaar", "d.ijpelaar", consult.Editor},
		{&p.Reader, "Bas ten Brinke", "b.tenbrinke", consult.Reader},
	} {
		address := one.mailbox + "@merenland.example"
		account := consult.Staff{
			Address: address, Canonical: address, Name: one.name, Role: one.role, Language: "nl",
			PasswordHash: passwordHash, CreatedAt: made,
		}
		id, err := tx.AddStaff(account)
		if err != nil {
			return err
		}
		account.ID, account.TOTPSecret = id, p.Service().SealSecondFactor(id, SecondFactor)
		if err := tx.SetStaff(account); err != nil {
			return err
		}
		*one.actor = consult.Actor{Kind: consult.ByStaff, ID: id, Name: one.name, Role: one.role, Language: "nl"}
	}
	return nil
}

func (p *Program) makeDirectory(tx *store.Tx, made time.Time) error {
	organisation := func(id *int64, kind consult.OrganisationType, name string, members ...consult.Member) (err error) {
		*id, err = tx.AddOrganisation(
			consult.Organisation{
				Type: kind, Name: name, SortKey: i18n.SortKey(name), Members: members, CreatedAt: made,
			},
		)
		return err
	}
	if err := organisation(&p.DeBrug, consult.Provider, "Stichting De Brug"); err != nil {
		return err
	}
	if err := organisation(&p.Practice, consult.SolePractitioner, "Praktijk IJzerman"); err != nil {
		return err
	}
	lead := consult.Member{OrganisationID: p.DeBrug, Role: consult.Lead}
	if err := organisation(
		&p.Consortium, consult.Consortium, "combinatie De Brug, Kompas en Noordster", lead,
	); err != nil {
		return err
	}
	p.Ada = consult.Contact{
		OrganisationID: p.DeBrug, First: "Ada", Infix: "van ’t", Last: "Hoff", JobTitle: "bestuurder",
		Address: "ada@debrug.example", Language: "nl",
	}
	p.Ben = consult.Contact{
		OrganisationID: p.DeBrug, First: "Ben", Infix: "", Last: "Öztürk", JobTitle: "jurist",
		Address: "ben@debrug.example", Language: "nl",
	}
	p.Carla = consult.Contact{
		OrganisationID: p.Practice, First: "Carla", Infix: "", Last: "IJzerman", JobTitle: "psycholoog",
		Address: "carla@praktijk.example", Language: "en",
	}
	for _, c := range []*consult.Contact{&p.Ada, &p.Ben, &p.Carla} {
		c.Canonical, c.SortKey, c.CreatedAt, c.Version = c.Address, i18n.PersonSortKey(
			c.First, c.Infix, c.Last,
		), made, 1
		var err error
		if c.ID, err = tx.AddContact(*c); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) makeMeeting() {
	p.t.Helper()
	m := consult.Meeting{
		Occasion: consult.Occasion{
			Title:    "Consultatie jeugdhulp",
			Starts:   time.Date(2026, time.November, 26, 15, 0, 0, 0, consult.Amsterdam),
			Ends:     time.Date(2026, time.November, 26, 17, 0, 0, 0, consult.Amsterdam),
			AnswerBy: time.Date(2026, time.November, 17, 0, 0, 0, 0, consult.Amsterdam),
			Questions: []consult.Question{
				{
					Kind: consult.Choice, Label: "Aan welke tafel praat u mee?",
					Options: []string{"Dichtbij wonen", "Eerlijk tarief"},
				},
				{Kind: consult.FreeText, Label: "Heeft u een dieet?", Sensitive: true},
			},
		},
		Venue:  "De Zilte Schuur",
		Street: "Havenplein 3", Town: "Elzendam", Online: true,
		OnlineURL: "https://overleg.merenland.example/consultatie",
		MeetingWords: consult.MeetingWords{
			Kind: consult.Consultation, Lead: "Wij bespreken de uitgangspunten.",
			Body: "## Waar het over gaat\n\nJeugdhulp dicht bij huis.", ForWhom: "Aanbieders en vrijgevestigden",
			ContactName: "Daan IJpelaar", Phone: "088 000 12 34",
		},
	}
	ctx, svc := p.t.Context(), p.Service()
	id, err := svc.NewMeeting(ctx, p.Editor, m)
	if err != nil {
		p.t.Fatal(err)
	}
	if m, err = svc.Meeting(ctx, p.Editor, id); err != nil {
		p.t.Fatal(err)
	}
	if err := svc.PublishMeeting(ctx, p.Editor, id, m.Edited); err != nil {
		p.t.Fatal(err)
	}
	p.Meeting, p.Table, p.Diet = id, m.Questions[0].ID, m.Questions[1].ID
}

// Invite asks Ada, Ben and Carla to the meeting and returns the mails.
func (p *Program) Invite() {
	p.t.Helper()
	if _, err := p.Service().
		Invite(p.t.Context(), p.Editor, p.Meeting, consult.Audience{Types: consult.OrganisationTypes}, ""); err != nil {
		p.t.Fatal(err)
	}
}

// Invitee is how somebody was invited to the world's meeting.
func (p *Program) Invitee(c consult.Contact) consult.Standing {
	p.t.Helper()
	var found consult.Standing
	p.View(func(tx *store.Tx) error {
		all, err := tx.Standings(p.Meeting)
		for _, st := range all {
			if st.Contact.ID == c.ID {
				found = st
			}
		}
		return err
	})
	if found.Invitee.ID == 0 {
		p.t.Fatalf("%s is not invited", c.Name())
	}
	return found
}

// Path is where somebody's personal link leads, in Dutch.
func (p *Program) Path(c consult.Contact) string {
	p.t.Helper()
	return "/u/" + p.Service().InvitationToken(p.Invitee(c).Invitee)
}
