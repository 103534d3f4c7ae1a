package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
)

var column = regexp.MustCompile(`(?m)^    ([a-z_0-9]+) +(?:INTEGER|TEXT|DATETIME|BOOLEAN|BLOB)`)

// columns are the names of all columns of the database, as a form could name
// them: received_at, ReceivedAt, receivedAt.
func columns(t *testing.T) []string {
	t.Helper()
	script, err := os.ReadFile("../store/migrations/sqlite/0001_spine.sql")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range column.FindAllStringSubmatch(string(script), -1) {
		camel := ""
		for part := range strings.SplitSeq(m[1], "_") {
			camel += strings.ToUpper(part[:1]) + part[1:]
		}
		names = append(names, m[1], camel, strings.ToLower(camel[:1])+camel[1:])
	}
	if len(names) < 300 {
		t.Fatalf("only %d names", len(names))
	}
	return names
}

// stuffed is a form with a field for every column that it does not have itself.
func stuffed(form url.Values, columns []string, value string) url.Values {
	full := maps.Clone(form)
	for _, name := range columns {
		if _, own := full[name]; !own {
			full.Set(name, value)
		}
	}
	return full
}

// TestFieldsThatNobodyAskedFor posts forms as their page shows them, with a
// field for every column besides: nothing may change but what counts saves.
func TestFieldsThatNobodyAskedFor(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	names := columns(t)
	number := func(id int64) string { return fmt.Sprint(id) }
	read := func(what func(tx *store.Tx) (any, error)) any {
		var found any
		v.View(func(tx *store.Tx) (err error) {
			found, err = what(tx)
			return err
		})
		return found
	}
	for name, one := range map[string]struct {
		role consult.Role
		page string
		read func(tx *store.Tx) (any, error)
	}{
		"own account":        {consult.Reader, "/beheer/account", func(tx *store.Tx) (any, error) { return tx.Staff(v.Reader.ID) }},
		"account of another": {consult.Admin, "/beheer/medewerkers/" + number(v.Editor.ID), func(tx *store.Tx) (any, error) { return tx.Staff(v.Editor.ID) }},
		"contact": {consult.Editor, "/beheer/contactpersonen/" + number(v.Ada.ID) + "/wijzig", func(tx *store.Tx) (any, error) {
			c, err := tx.Contact(v.Ada.ID)
			c.Version = 0
			return c, err
		}},
		"organisation": {consult.Editor, "/beheer/organisaties/" + number(v.stranger) + "/wijzig", func(tx *store.Tx) (any, error) {
			o, err := tx.Organisation(v.stranger)
			o.Version = 0
			return o, err
		}},
		"draft": {consult.Editor, "/beheer/bijeenkomsten/" + number(v.draft) + "/wijzig", func(tx *store.Tx) (any, error) {
			m, err := tx.Meeting(v.draft)
			m.Edited, m.Version = 0, 0
			return m, err
		}},
		"region": {consult.Admin, "/beheer/instellingen", func(tx *store.Tx) (any, error) {
			r, err := tx.Region()
			r.UpdatedAt = time.Time{}
			return r, err
		}},
	} {
		for _, value := range []string{"1", "beheerder", "2026-11-01"} {
			t.Run(name+" "+value, func(t *testing.T) {
				before, c := read(one.read), v.SignIn(one.role)
				shown := c.Get(one.page).Want(http.StatusOK)
				var form url.Values
				for _, f := range shown.Page().All("main form[method=post]") {
					if action := f.Attr("action"); action == one.page || action == "" {
						form = f.Values()
						break
					}
				}
				if len(form) == 0 {
					t.Fatal("no form")
				}
				if answer := c.Post(one.page, stuffed(form, names, value)); answer.Status != http.StatusSeeOther {
					t.Errorf("%d: %s", answer.Status, answer.Page().Text())
				}
				if diff := cmp.Diff(before, read(one.read)); diff != "" {
					t.Errorf("changed:\n%s", diff)
				}
			})
		}
	}
}

// TestGuestsAnswerForThemselves: what a guest posts is noted as theirs, now, by
// link, whatever else the form holds.
func TestGuestsAnswerForThemselves(t *testing.T) {
	v := probe(t, testkit.Options{})
	guest, names := v.Client(), columns(t)
	carla := v.Invitee(v.Carla)
	form := url.Values{"alles": {"1"}, "antwoord": {"ja"}, "people": {"Ben Öztürk"}, fmt.Sprintf("question.%d", v.Table): {"Eerlijk tarief"}, "question.999": {"x"}}
	for i, value := range []string{fmt.Sprint(carla.Invitee.ID), "phone", "2020-01-01"} {
		form.Set("role", fmt.Sprint("jurist ", i)) // an equal answer is none
		guest.Post(v.Path(v.Ben), stuffed(form, names, value)).Redirect()
		got := v.Invitee(v.Ben).Reply
		if got.Source != consult.ByLink || got.InviteeID != v.Invitee(v.Ben).Invitee.ID || got.StaffID != 0 || got.Late || got.Note != "" ||
			!got.ReceivedAt.Equal(v.Clock.Now()) || got.Answer != consult.Yes || len(got.Given) != 1 {
			t.Errorf("noted as %+v", got)
		}
	}
	colleague := url.Values{"first": {"Iris"}, "last": {"Zoon"}, "address": {"iris@debrug.example"}}
	guest.Post(v.Path(v.Ben)+"/collega", stuffed(colleague, names, fmt.Sprint(v.stranger))).Redirect()
	if diff := cmp.Diff(carla, v.Invitee(v.Carla)); diff != "" {
		t.Errorf("somebody else's invitation changed:\n%s", diff)
	}
	v.View(func(tx *store.Tx) error {
		found, err := tx.ContactsByAddress("iris@debrug.example")
		if err != nil {
			return err
		}
		if len(found) != 1 || found[0].OrganisationID != v.DeBrug || !found[0].ArchivedAt.IsZero() || found[0].CreatedAt.Before(v.Clock.Now()) {
			t.Errorf("the colleague is %+v", found)
		}
		return nil
	})
}

// TestAnswersInAnothersName: an answer that staff note belongs to somebody of
// that very organisation, and acts on one meeting reach nobody of another.
func TestAnswersInAnothersName(t *testing.T) {
	v := probe(t, testkit.Options{})
	c := v.SignIn(consult.Editor)
	before := v.Invitee(v.Carla)
	base := fmt.Sprintf("/beheer/bijeenkomsten/%d/genodigden", v.Meeting)
	form := c.Get(fmt.Sprintf("%s/%d/antwoord", base, v.invitation[v.Ben.Address])).Form("main form[method=post]")
	form.Set("who", fmt.Sprint(before.Invitee.ID))
	form.Set("answer", "no")
	form.Set("source", "phone")
	if r := c.Post(fmt.Sprintf("%s/%d/antwoord", base, v.invitation[v.Ben.Address]), form); r.Status == http.StatusSeeOther {
		t.Error("Ben's organisation answers in Carla's name")
	}
	foreign := fmt.Sprintf("/beheer/bijeenkomsten/%d/genodigden", v.draft)
	ids := url.Values{"id": {fmt.Sprint(before.Invitee.ID)}, "invitee": {fmt.Sprint(before.Invitee.ID)}, "genodigde": {fmt.Sprint(before.Invitee.ID)}, "reason": {"x"}, "reden": {"x"}, "why": {"x"}}
	for _, act := range []string{"/herinner", "/opnieuw", "/intrekken"} {
		c.Post(foreign+act, ids)
	}
	for _, path := range []string{"/link", "/adres", "/termijn", "/antwoord"} {
		if r := c.Post(fmt.Sprintf("%s/%d%s", foreign, before.Invitee.ID, path), ids); r.Status != http.StatusNotFound {
			t.Errorf("%s of an invitee of another meeting: %d", path, r.Status)
		}
	}
	for _, id := range v.files {
		for _, act := range []string{"/verwijder", "/vervang"} {
			if r := c.Post(fmt.Sprintf("/beheer/bijeenkomsten/999999/bestanden/%d%s", id, act), url.Values{}); r.Status == http.StatusSeeOther {
				t.Errorf("%s of a file by another meeting: %d", act, r.Status)
			}
		}
	}
	if diff := cmp.Diff(before, v.Invitee(v.Carla)); diff != "" {
		t.Errorf("changed:\n%s", diff)
	}
}
