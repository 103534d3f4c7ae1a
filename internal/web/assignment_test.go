package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/testkit"
)

var column = regexp.MustCompile(
	`(?m)^ +(?:ADD COLUMN )?([a-z_0-9]+) +(?:INTEGER|TEXT|DATETIME|BOOLEAN|BLOB|REAL)|ADD COLUMN ([a-z_0-9]+) `,
)

// columns are the names of all columns that a migration ever made, as a form
// could name them: received_at, ReceivedAt, receivedAt.
func columns(t *testing.T) []string {
	t.Helper()
	scripts, err := filepath.Glob("../store/migrations/sqlite/*.sql")
	if err != nil || len(scripts) < 3 {
		t.Fatalf("%d migrations, %v", len(scripts), err)
	}
	seen := map[string]bool{}
	for _, name := range scripts {
		script, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range column.FindAllStringSubmatch(string(script), -1) {
			seen[m[1]+m[2]] = true
		}
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		camel := ""
		for part := range strings.SplitSeq(name, "_") {
			camel += strings.ToUpper(part[:1]) + part[1:]
		}
		names = append(names, name)
		if camel != strings.ToUpper(name[:1])+name[1:] {
			names = append(names, strings.ToLower(camel[:1])+camel[1:])
		}
		names = append(names, camel)
	}
	if len(seen) < 200 {
		t.Fatalf("only %d columns", len(seen))
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

// chance are the columns that differ between two programs that did the same.
var chance = []string{
	"salt", "hash", "digest", "previous", "totp_secret", "password_hash", "token_hash", "mine_hash", "uid",
	"message_id", "audit_head", "code_hash",
	"holder", "claim", "database_identity",
}

// twin is a second program on a copy of the database, at the same time, so that
// what two requests leave behind can be compared.
func (v *probed) twin() *probed {
	v.t.Helper()
	path := filepath.Join(v.t.TempDir(), "twin.db")
	for _, tail := range []string{"", "-wal"} {
		content, err := os.ReadFile(strings.TrimPrefix(v.Config.Database, "sqlite:") + tail)
		if err == nil {
			err = os.WriteFile(path+tail, content, 0o600)
		}
		if err != nil {
			v.t.Fatal(err)
		}
	}
	w := *v
	w.Program = testkit.New(v.t, testkit.Options{Database: "sqlite:" + path, Now: v.Clock.Now()})
	w.World = v.World
	return &w
}

func (v *probed) rows() map[string][]string {
	v.t.Helper()
	return storetest.Rows(v.t, v.Config.Database, chance...)
}

// TestFieldsThatNobodyAskedFor posts every form that a page shows, as each role
// and as a guest, to two programs that are alike: to one as it is, to the other
// with a field for every column besides. Both must answer alike and hold the
// same; and a form of which a field comes twice changes nothing.
func TestFieldsThatNobodyAskedFor(t *testing.T) {
	t.Parallel()
	made := probe(t, testkit.Options{})
	one, two := made.twin(), made.twin() // both on a copy: each holds its mail
	names := columns(t)
	done := 0
	for _, role := range []consult.Role{consult.Reader, consult.Editor, consult.Admin, "guest"} {
		c, other := one.Client(), two.Client()
		if role != "guest" {
			c, other = one.SignIn(role), two.SignIn(role)
		}
		forms := one.forms(c, func(path string) bool { // an export is noted in the log, and shows no form
			return strings.HasPrefix(path, "/beheer") == (role != "guest") && !strings.HasSuffix(path, ".csv") &&
				!strings.HasSuffix(path, ".xlsx")
		})
		if diff := cmp.Diff(one.rows(), two.rows()); diff != "" {
			t.Fatalf("the two differ before %s began:\n%s", role, diff)
		}
		for _, key := range slices.Sorted(maps.Keys(forms)) {
			form := forms[key]
			if !strings.HasPrefix(key, http.MethodPost) || strings.HasSuffix(form.action, "/afmelden") ||
				strings.HasSuffix(form.action, "/wachtwoord") {
				continue
			}
			for part := range slices.Chunk(names, 400) {
				plain, full := c.Post(
					form.action, form.fields,
				), other.Post(form.action, stuffed(form.fields, part, "1"))
				if plain.Status == http.StatusSeeOther {
					done++
				}
				if plain.Status != full.Status {
					t.Errorf("%s, %s: %d, with more fields %d", role, key, plain.Status, full.Status)
				}
			}
			before := one.rows()
			if diff := cmp.Diff(before, two.rows()); diff != "" {
				t.Fatalf("%s, %s with more fields:\n%s", role, key, diff)
			}
			twice := url.Values{}
			for name, values := range form.fields {
				twice[name] = append(slices.Clone(values[:1]), "anders")
			}
			if len(twice) == 0 {
				continue
			}
			if r := c.Post(form.action, twice); r.Status == http.StatusSeeOther {
				t.Errorf("%s, %s with each field twice: %d", role, key, r.Status)
			}
			if diff := cmp.Diff(before, one.rows()); diff != "" {
				t.Fatalf("%s, %s with each field twice:\n%s", role, key, diff)
			}
		}
	}
	if done < 40 {
		t.Errorf("only %d forms did something", done)
	}
}

// TestGuestsAnswerForThemselves: what a guest posts is noted as theirs, now, by
// link, whatever else the form holds.
func TestGuestsAnswerForThemselves(t *testing.T) {
	v := probe(t, testkit.Options{})
	guest, names := v.Client(), columns(t)[:400]
	carla := v.Invitee(v.Carla)
	form := url.Values{
		"alles": {"1"}, "antwoord": {"ja"}, "people": {"Ben Öztürk"},
		fmt.Sprintf("question.%d", v.Table): {"Eerlijk tarief"}, "question.999": {"x"},
	}
	for i, value := range []string{fmt.Sprint(carla.Invitee.ID), "phone", "2020-01-01"} {
		form.Set("role", fmt.Sprint("jurist ", i)) // an equal answer is none
		guest.Post(v.Path(v.Ben), stuffed(form, names, value)).Redirect()
		got := v.Invitee(v.Ben).Reply
		if got.Source != consult.ByLink || got.InviteeID != v.Invitee(v.Ben).Invitee.ID || got.StaffID != 0 ||
			got.Late || got.Note != "" ||
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
		if len(found) != 1 || found[0].OrganisationID != v.DeBrug || !found[0].ArchivedAt.IsZero() ||
			found[0].CreatedAt.Before(v.Clock.Now()) {
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
	if r := c.Post(
		fmt.Sprintf("%s/%d/antwoord", base, v.invitation[v.Ben.Address]), form,
	); r.Status == http.StatusSeeOther {
		t.Error("Ben's organisation answers in Carla's name")
	}
	foreign := fmt.Sprintf("/beheer/bijeenkomsten/%d/genodigden", v.draft)
	ids := url.Values{
		"id": {fmt.Sprint(before.Invitee.ID)}, "invitee": {fmt.Sprint(before.Invitee.ID)},
		"genodigde": {fmt.Sprint(before.Invitee.ID)}, "reason": {"x"}, "reden": {"x"}, "why": {"x"},
	}
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
			if r := c.Post(
				fmt.Sprintf("/beheer/bijeenkomsten/999999/bestanden/%d%s", id, act), url.Values{},
			); r.Status == http.StatusSeeOther {
				t.Errorf("%s of a file by another meeting: %d", act, r.Status)
			}
		}
	}
	if diff := cmp.Diff(before, v.Invitee(v.Carla)); diff != "" {
		t.Errorf("changed:\n%s", diff)
	}
}
