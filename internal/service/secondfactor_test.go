package service_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// kept is an account as the database holds it, changed on the way if asked.
func (o *office) kept(t *testing.T, id int64, change func(s *consult.Staff)) (s consult.Staff) {
	t.Helper()
	err := o.db.Update(t.Context(), func(tx *store.Tx) (err error) {
		if s, err = tx.LockStaff(id); err != nil || change == nil {
			return err
		}
		change(&s)
		return tx.SetStaff(s)
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSecondFactorIsSealed: what the database keeps makes no codes, is another
// for each sealing, and works under no other account and no other SECRET.
func TestSecondFactorIsSealed(t *testing.T) {
	o := newOffice(t)
	id := o.marleen.ID
	row := o.kept(t, id, nil).TOTPSecret
	if !strings.HasPrefix(row, "v1:") || strings.Contains(row, o.secret) {
		t.Fatalf("kept as %q", row)
	}
	if again := o.SealSecondFactor(id, o.secret); again == row {
		t.Error("the same secret is sealed into the same text twice")
	}
	other, link, err := o.AddStaff(
		t.Context(), o.marleen, "s.bakker@merenland.example", "Sem Bakker", consult.Editor, "nl",
	)
	if err != nil {
		t.Fatal(err)
	}
	o.setUp(t, link)
	foreign := service.New(
		service.Options{DB: o.db, Now: o.clock, Secret: []byte("another secret of thirty-two bytes")},
	)
	last := row[len(row)-4:]
	for name, moved := range map[string]string{
		"of another account":   o.kept(t, other, nil).TOTPSecret,
		"under another SECRET": foreign.SealSecondFactor(id, o.secret),
		"in plain":             o.secret,
		"changed":              row[:len(row)-4] + strings.Map(func(r rune) rune { return r ^ 1 }, last),
		"cut":                  row[:20], "not base64": "v1:!",
	} {
		o.kept(t, id, func(s *consult.Staff) { s.TOTPSecret = moved })
		if tokens, err := o.SignInCode(
			t.Context(), o.half(t), o.code(t, o.secret), anywhere,
		); err == nil || problemKey(err) != "" || tokens != (service.SignInTokens{}) {
			t.Errorf("a second factor %s: signed in or said to be a wrong code: %v", name, err)
		}
	}
	o.kept(t, id, func(s *consult.Staff) { s.TOTPSecret = row })
	if _, err := o.SignInCode(t.Context(), o.half(t), o.code(t, o.secret), anywhere); err != nil {
		t.Errorf("put back: %v", err)
	}
}

// TestPlainSecondFactorsAreSealed: a database from before is brought up to date
// at the start, and nothing of the plain secret is left in its file.
func TestPlainSecondFactorsAreSealed(t *testing.T) {
	setting := storetest.SQLite(t)
	o := newOfficeOn(t, setting)
	o.kept(t, o.marleen.ID, func(s *consult.Staff) { s.TOTPSecret = o.secret })
	_, _, err := o.AddStaff(t.Context(), o.marleen, "b.nieuw@merenland.example", "Bas Nieuw", consult.Editor, "nl")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.SealSecondFactors(t.Context()); err != nil {
		t.Fatal(err)
	}
	row := o.kept(t, o.marleen.ID, nil).TOTPSecret
	if err := o.SealSecondFactors(t.Context()); err != nil || o.kept(t, o.marleen.ID, nil).TOTPSecret != row {
		t.Errorf("the second start sealed again, or failed: %v", err)
	}
	if all, err := o.StaffList(t.Context(), o.marleen); err != nil || len(all) != 2 || all[0].TOTPSecret != "" {
		t.Errorf("an account without a second factor: %+v, %v", all, err)
	}
	o.signIn(t)
	if err := o.db.Close(); err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(setting, "sqlite:")
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), o.secret) {
			t.Errorf("%s holds the plain secret", filepath.Base(name))
		}
		if name == path && !strings.Contains(string(content), row) {
			t.Error("the file does not hold the sealed one either: the test would notice nothing")
		}
	}
}
