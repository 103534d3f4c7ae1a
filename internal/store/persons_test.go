package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
)

// formerly is what one organisation had before an answer was a person's: who was
// asked, the replies in order, and which of them counted.
type formerly struct {
	name     string
	people   []string // "withdrawn" or "wrong" behind a name
	replies  []former
	counts   int    // place of the reply that counted, from 1; 0: none
	stance   string // before
	comers   []string
	expected []string // who gets the reminder of the meeting
}

type former struct {
	by     int // place of who gave it, from 1; 0: staff, for the organisation as a whole
	answer string
	people []string
}

var formerOrganisations = []formerly{
	{"silent", []string{"Ada", "Ben"}, nil, 0, "silent", nil, nil},
	{
		"one came", []string{"Ada", "Ben"}, []former{{1, "yes", []string{"Ada", "Sara"}}}, 1, "comes",
		[]string{"Ada", "Sara"}, []string{"Ada"},
	},
	{
		"a colleague took it back", []string{"Ada", "Ben"}, []former{{1, "yes", []string{"Ada"}}, {2, "no", nil}}, 2,
		"comes_not", nil, nil,
	},
	{"a no of one was one of all", []string{"Ada", "Ben", "Cor"}, []former{{3, "no", nil}}, 1, "comes_not", nil, nil},
	{
		"and another came after all", []string{"Ada", "Ben"}, []former{{1, "no", nil}, {2, "online", []string{"Ben"}}},
		2, "comes", []string{"Ben"}, []string{"Ben"},
	},
	{
		"two said yes and the last counted", []string{"Ada", "Ben"},
		[]former{{1, "yes", []string{"Ada"}}, {2, "yes", []string{"Ben"}}}, 2, "comes", []string{"Ben"},
		[]string{"Ben"},
	},
	{
		"staff noted it", []string{"Ada", "Ben"}, []former{{1, "no", nil}, {0, "yes", []string{"Wie dan ook"}}}, 2,
		"comes", []string{"Wie dan ook"}, []string{"Ada", "Ben"},
	},
	{"staff noted a no", []string{"Ada"}, []former{{0, "no", nil}}, 1, "comes_not", nil, nil},
	{
		"the giver was withdrawn", []string{"Ada withdrawn", "Ben"}, []former{{1, "yes", []string{"Ada"}}}, 1, "comes",
		[]string{"Ada"}, []string{"Ben"},
	},
	{
		"the giver is not the one", []string{"Ada wrong", "Ben"}, []former{{1, "online", []string{"Ada"}}}, 1, "comes",
		[]string{"Ada"}, []string{"Ben"},
	},
	{"asked again", []string{"Ada"}, []former{{1, "yes", []string{"Ada"}}}, 0, "silent", nil, nil},
}

// TestAnswersBecomePersons fills a database as it was before, migrates it and
// compares what each organisation does and who comes, row by row.
func TestAnswersBecomePersons(t *testing.T) {
	for name, db := range map[string]*DB{
		"sqlite": empty(t, "sqlite:"+filepath.Join(t.TempDir(), "old.db")), "postgres": empty(t, emptyPostgres(t)),
	} {
		p, err := db.provider()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.UpTo(t.Context(), 8); err != nil {
			t.Fatal(err)
		}
		if err := db.Update(t.Context(), fillFormer); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		err = db.View(t.Context(), func(tx *Tx) error { return compareFormer(t, name, tx) })
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// insert writes a row as the program did before, past today's row structs.
func insert(tx *Tx, table string, values map[string]any) error {
	return tx.db.Table(table).Create(values).Error
}

func texts(values map[string]any, names string) map[string]any {
	for name := range strings.FieldsSeq(names) {
		if _, given := values[name]; !given {
			values[name] = ""
		}
	}
	return values
}

var formerNow = time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)

func fillFormer(tx *Tx) error {
	err := insert(tx, "meeting", texts(map[string]any{
		"id": 1, "starts_at": formerNow.AddDate(0, 0, 9), "ends_at": formerNow.AddDate(0, 0, 9), "online": true,
		"answer_by": formerNow.AddDate(0, 0, 5),
		"programme": "[]", "created_at": formerNow, "released_at": formerNow, "version": 1, "sequence": 0, "edited": 0,
		"report_version": 0,
	},
		"slug uid kind title lead body audience venue street postcode town route online_url contact_name phone on_behalf cancelled_by report_body search"))
	if err != nil {
		return err
	}
	err = insert(
		tx, "staff",
		texts(
			map[string]any{"id": 1, "totp_step": 0, "created_at": formerNow},
			"address canonical name role language password_hash totp_secret",
		),
	)
	reply := 0
	for k, f := range formerOrganisations {
		if err == nil {
			err = fillOne(tx, int64(k+1), f, &reply)
		}
	}
	return err
}

func fillOne(tx *Tx, id int64, f formerly, reply *int) error {
	err := insert(
		tx, "organisation",
		texts(
			map[string]any{"id": id, "type": "provider", "name": f.name, "created_at": formerNow, "version": 1},
			"sort_key search kvk agb note",
		),
	)
	if err != nil {
		return err
	}
	err = insert(
		tx, "invitation",
		texts(
			map[string]any{"id": id, "meeting_id": 1, "organisation_id": id, "invited_at": formerNow},
			"extended_why withdrawn_why",
		),
	)
	for k, name := range f.people {
		person := id*10 + int64(k+1)
		first, state, _ := strings.Cut(name, " ")
		v := map[string]any{
			"id": person, "invitation_id": id, "contact_id": person, "generation": 1, "added_at": formerNow,
			"token_hash": fmt.Sprint(person),
		}
		switch state {
		case "withdrawn":
			v["withdrawn_at"] = formerNow
		case "wrong":
			v["wrong_person_at"] = formerNow
		}
		if err == nil {
			err = insert(tx, "contact", texts(map[string]any{
				"id": person, "organisation_id": id, "first": first, "language": "nl", "created_at": formerNow,
				"version": 1, "mine_generation": 0,
			}, "infix last sort_key search job_title address canonical phone bounce"))
		}
		if err == nil {
			err = insert(tx, "invitee", v)
		}
	}
	for k, r := range f.replies {
		*reply++
		people := `[]`
		if len(r.people) > 0 {
			people = `[{"Name":"` + strings.Join(r.people, `"},{"Name":"`) + `"}]`
		}
		row := map[string]any{
			"id": *reply, "invitation_id": id, "answer": r.answer, "source": "link", "people": people, "note": "",
			"received_at": formerNow, "late": false, "meeting_version": 1,
		}
		if r.by == 0 {
			row["staff_id"], row["source"] = 1, "phone"
		} else {
			row["invitee_id"] = id*10 + int64(r.by)
		}
		if err == nil {
			err = insert(tx, "reply", row)
		}
		if err == nil && k+1 == f.counts {
			err = tx.db.Table("invitation").Where("id = ?", id).Update("reply_id", *reply).Error
		}
	}
	return err
}

func compareFormer(t *testing.T, name string, tx *Tx) error {
	all, err := tx.Standings(1)
	if err != nil {
		return err
	}
	lines, err := tx.InviteeLines(1)
	if err != nil {
		return err
	}
	counted, _, err := tx.MeetingLines(consult.MeetingFilter{Order: consult.ByMeetingDate}, formerNow)
	if err != nil {
		return err
	}
	known := 0
	for k, f := range formerOrganisations {
		if f.stance != "silent" {
			known++
		}
		var comers, expected []string
		var p *consult.Party
		for _, st := range all {
			if st.Organisation.ID != int64(k+1) {
				continue
			}
			if p = st.Party; st.Comes() {
				expected = append(expected, st.Contact.First)
			}
		}
		for _, c := range p.Comers() {
			comers = append(comers, c.Name)
		}
		if string(p.Stance()) != f.stance || !slices.Equal(comers, f.comers) {
			t.Errorf("%s: %s: %s with %q; want %s with %q", name, f.name, p.Stance(), comers, f.stance, f.comers)
		}
		if !slices.Equal(expected, f.expected) {
			t.Errorf("%s: %s: expects %q, want %q", name, f.name, expected, f.expected)
		}
		at := slices.IndexFunc(lines, func(l consult.InviteeLine) bool { return l.OrganisationID == int64(k+1) })
		if lines[at].Stance() != p.Stance() {
			t.Errorf("%s: %s: the list says %s", name, f.name, lines[at].Stance())
		}
	}
	if counted[0].Answered != known || counted[0].Organisations != len(formerOrganisations) {
		t.Errorf(
			"%s: %d of %d answered, want %d of %d", name, counted[0].Answered, counted[0].Organisations, known,
			len(formerOrganisations),
		)
	}
	return nil
}
