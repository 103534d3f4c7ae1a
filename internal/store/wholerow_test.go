package store

import (
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/importing"
)

// makeOthers keeps what the filled values are tied to.
func (w *whole) makeOthers() {
	w.staff = two(w, func(*consult.Staff, int) {}, w.AddStaff)
	w.towns = two(w, func(*consult.Municipality, int) {}, w.AddMunicipality)
	w.imports = two(w, func(v *importing.Import, i int) { v.StaffID = w.staff[i] }, w.AddImport)
	w.organisations = two(w, func(v *consult.Organisation, i int) {
		v.MunicipalityID, v.ImportID, v.Members = w.towns[i], w.imports[i], nil
	}, w.AddOrganisation)
	w.contacts = two(
		w, func(v *consult.Contact, i int) { v.OrganisationID, v.ImportID = w.organisations[i], w.imports[i] },
		w.AddContact,
	)
	w.meetings = two(w, func(v *consult.Meeting, _ int) { v.Questions, v.StaffIDs = nil, nil }, w.AddMeeting)
	w.themes = two(w, func(*consult.Theme, int) {}, w.AddTheme)
	w.posts = two(w, func(v *consult.Post, i int) {
		v.ThemeID, v.EditedBy, v.ReplacedBy, v.ShownBy = w.themes[i], w.staff[i], 0, nil
	}, w.AddPost)
	w.invitations = two(
		w, func(v *consult.Invitation, i int) { v.OccasionID, v.OrganisationID = w.meetings[0], w.organisations[i] },
		w.AddInvitation,
	)
	w.invitees = two(w, func(v *consult.Invitee, i int) {
		v.InvitationID, v.ContactID, v.StandsInFor = w.invitations[i], w.contacts[0], 0
	}, w.AddInvitee)
	w.replies = two(w, func(v *consult.Reply, i int) {
		v.InvitationID, v.InviteeID, v.ByInviteeID, v.StaffID, v.Given = w.invitations[i], w.invitees[i], 0,
			w.staff[i], nil
	}, w.AddReply)
	w.rules = two(w, func(v *consult.Rule, i int) { v.OccasionID = w.meetings[i] }, w.AddRule)
	w.mailings = two(
		w, func(v *consult.Mailing, i int) { v.OccasionID, v.StaffID = w.meetings[i], w.staff[i] }, w.AddMailing,
	)
}

// wholeRows is every type of the domain that the store keeps.
var wholeRows = []struct {
	name string
	try  func(w *whole)
}{
	{"region", tryRegion}, {"municipality", tryMunicipality}, {"staff", tryStaff}, {"staff link", tryStaffLink},
	{"sign-in", trySignIn},
	{"organisation", tryOrganisation}, {"contact", tryContact}, {"mine", tryMine}, {"meeting", tryMeeting},
	{"change", tryChange},
	{"theme", tryTheme}, {"post", tryPost}, {"post change", tryPostChange}, {"attachment", tryAttachment},
	{"invitation", tryInvitation},
	{"invitee", tryInvitee}, {"reply", tryReply}, {"rule", tryRule}, {"mail", tryMail}, {"mail's end", tryMailEnd},
	{"mail copy", tryMailCopy},
	{"mailing", tryMailing}, {"import", tryImport}, {"import draft", tryImportDraft}, {"event", tryEvent},
	{"presence", tryPresence},
}

func tryRegion(w *whole) {
	keep := func(r consult.Region) (int64, error) { return 0, w.SetRegion(r) }
	rowTest[consult.Region]{
		add: keep, set: w.SetRegion, stays: func(_, _ *consult.Region) {},
		read: func(int64) (consult.Region, error) { return w.Region() },
	}.try(w)
}

func tryMunicipality(w *whole) {
	rowTest[consult.Municipality]{
		add: w.AddMunicipality, set: w.SetMunicipality, stays: func(_, _ *consult.Municipality) {},
		read: func(id int64) (consult.Municipality, error) {
			all, err := w.Municipalities()
			for _, m := range all {
				if m.ID == id {
					return m, err
				}
			}
			return consult.Municipality{}, err
		},
	}.try(w)
}

func tryStaff(w *whole) {
	rowTest[consult.Staff]{
		add: w.AddStaff, set: w.SetStaff, read: w.Staff,
		stays: func(v, before *consult.Staff) {
			v.Address, v.Canonical, v.CreatedAt = before.Address, before.Canonical, before.CreatedAt
		},
	}.try(w)
}

func tryStaffLink(w *whole) {
	link := filled[consult.StaffLink](w.t, 1)
	rowTest[consult.StaffLink]{
		fix:   func(v *consult.StaffLink) { v.StaffID, v.TokenHash = w.staff[0], link.TokenHash },
		fresh: func(v *consult.StaffLink) { v.UsedAt = time.Time{} },
		add: func(v consult.StaffLink) (int64, error) {
			return w.AddStaffLink(v, func(int64) string { return v.TokenHash })
		},
		set:   func(v consult.StaffLink) error { return w.UseStaffLink(v.ID, v.UsedAt) },
		stays: func(v, before *consult.StaffLink) { used := v.UsedAt; *v = *before; v.UsedAt = used },
		read:  func(int64) (consult.StaffLink, error) { return w.StaffLinkByToken(link.TokenHash) },
	}.try(w)
}

func trySignIn(w *whole) {
	token := filled[consult.SignIn](w.t, 1).TokenHash
	rowTest[consult.SignIn]{
		fix:   func(v *consult.SignIn) { v.StaffID, v.TokenHash = w.staff[0], token },
		fresh: func(v *consult.SignIn) { v.RevokedAt = time.Time{} },
		add:   w.AddSignIn,
		set: func(v consult.SignIn) error {
			_, err := w.RevokeSignIn(v.StaffID, v.ID, v.RevokedAt)
			return err
		},
		stays: func(v, before *consult.SignIn) { ended := v.RevokedAt; *v = *before; v.RevokedAt = ended },
		read:  func(int64) (consult.SignIn, error) { return w.SignInByToken(token) },
	}.try(w)
}

func tryOrganisation(w *whole) {
	rowTest[consult.Organisation]{
		fix: func(v *consult.Organisation) {
			v.MunicipalityID, v.ImportID = w.towns[0], w.imports[0]
			for i := range v.Members {
				o, err := w.Organisation(w.organisations[i])
				w.must(err)
				v.Members[i].OrganisationID, v.Members[i].Name = o.ID, o.Name
			}
		},
		fresh: func(v *consult.Organisation) { v.ArchivedAt, v.Version = time.Time{}, 1 },
		add:   w.AddOrganisation,
		set: func(v consult.Organisation) error {
			v.Version--
			return w.SetOrganisation(v)
		},
		stays: func(v, before *consult.Organisation) {
			v.MunicipalityID, v.ImportID, v.CreatedAt, v.Version = w.towns[1], before.ImportID, before.CreatedAt, 2
		},
		read: w.Organisation,
	}.try(w)
}

func tryContact(w *whole) {
	rowTest[consult.Contact]{
		fix: func(v *consult.Contact) { v.OrganisationID, v.ImportID = w.organisations[0], w.imports[0] },
		fresh: func(v *consult.Contact) {
			v.ArchivedAt, v.Undeliverable, v.Bounce, v.Version = time.Time{}, time.Time{}, "", 1
		},
		add: w.AddContact,
		set: func(v consult.Contact) error {
			v.Version--
			return w.SetContact(v)
		},
		stays: func(v, before *consult.Contact) {
			v.OrganisationID, v.ImportID, v.CreatedAt, v.Version = w.organisations[1], before.ImportID,
				before.CreatedAt, 2
		},
		read: w.Contact,
	}.try(w)
}

func tryMine(w *whole) {
	keep := func(m Mine) (int64, error) { return m.ContactID, w.SetMine(m) }
	rowTest[Mine]{
		fix: func(v *Mine) { v.ContactID = w.contacts[0] }, add: keep, set: w.SetMine, stays: func(_, _ *Mine) {},
		read: w.Mine,
	}.try(w)
}

func tryMeeting(w *whole) {
	rowTest[consult.Meeting]{
		fix:   func(v *consult.Meeting) { v.Noun, v.StaffIDs = consult.NounMeeting, w.staff },
		fresh: func(v *consult.Meeting) { v.Questions[0].ID, v.Questions[1].ID = 0, 0 },
		known: func(v, got *consult.Meeting) {
			for i := range v.Questions {
				v.Questions[i].ID = got.Questions[i].ID
			}
		},
		add: w.AddMeeting,
		set: func(v consult.Meeting) error { return w.SetMeeting(v, november(9)) },
		stays: func(v, before *consult.Meeting) {
			v.Noun, v.UID, v.CreatedAt = before.Noun, before.UID, before.CreatedAt
			v.Edited, v.StaffIDs = before.Edited, w.staff[1:]
			for i := range v.Questions {
				v.Questions[i].ID = before.Questions[i].ID
			}
		},
		read: w.Meeting,
	}.try(w)
}

func tryChange(w *whole) {
	rowTest[consult.MeetingChange]{
		fix: func(v *consult.MeetingChange) {
			v.Of, v.StaffID = consult.Subject{Noun: consult.NounMeeting, ID: w.meetings[0]}, w.staff[0]
			v.Before.Noun = consult.NounMeeting
		},
		add: func(v consult.MeetingChange) (int64, error) { return 1, w.AddMeetingChange(v) },
		read: func(int64) (consult.MeetingChange, error) {
			all, err := w.MeetingChanges(w.meetings[0])
			all[w.meetings[0]][0].ID = 1
			return all[w.meetings[0]][0], err
		},
	}.try(w)
}

func tryTheme(w *whole) {
	rowTest[consult.Theme]{
		add: w.AddTheme, set: w.SetTheme, stays: func(_, _ *consult.Theme) {}, read: w.LockTheme,
	}.try(w)
}

func tryPost(w *whole) {
	rowTest[consult.Post]{
		fix: func(v *consult.Post) {
			v.Kind, v.ThemeID, v.ReplacedBy, v.EditedBy = consult.FAQ, w.themes[0], w.posts[0], w.staff[0]
			v.ShownBy = []consult.ShownBy{{MeetingID: w.meetings[0]}, {PostID: w.posts[0]}}
		},
		add: w.AddPost, set: w.SetPost, read: w.Post,
		stays: func(v, before *consult.Post) {
			v.Kind, v.CreatedAt, v.Edited = before.Kind, before.CreatedAt, before.Edited
			v.ThemeID, v.ReplacedBy, v.EditedBy, v.ShownBy = w.themes[1], w.posts[1], w.staff[1], []consult.ShownBy{
				{PostID: w.posts[1]},
			}
		},
	}.try(w)
}

func tryPostChange(w *whole) {
	rowTest[consult.PostChange]{
		fix: func(v *consult.PostChange) { v.Of, v.StaffID = consult.Post{ID: w.posts[0]}.Subject(), w.staff[0] },
		add: func(v consult.PostChange) (int64, error) { return 1, w.AddPostChange(v) },
		read: func(int64) (consult.PostChange, error) {
			all, err := w.PostChanges(w.posts[0])
			all[w.posts[0]][0].ID = 1
			return all[w.posts[0]][0], err
		},
	}.try(w)
}

func tryAttachment(w *whole) {
	other, err := w.AddAttachment(consult.Attachment{Of: consult.Subject{Noun: consult.NounMeeting, ID: w.meetings[1]}})
	w.must(err)
	rowTest[consult.Attachment]{
		fix: func(v *consult.Attachment) { v.FormerOf = other },
		add: w.AddAttachment, set: w.SetAttachment,
		stays: func(v, before *consult.Attachment) { v.Of, v.Place = before.Of, before.Place }, read: w.Attachment,
	}.try(w)
}
