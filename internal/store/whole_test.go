package store

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// whole is a transaction in which filled values are kept and read, with things
// that others can be tied to.
type whole struct {
	*Tx
	t *testing.T

	staff, towns, organisations, contacts, imports, meetings, posts []int64
	themes, invitations, invitees, replies, rules, mailings         []int64
}

// errUndone ends such a transaction.
var errUndone = errors.New("nothing of this is kept")

// TestRowsComeBackWhole keeps a value of which every field is filled, reads it,
// changes every field and reads it again, on both databases. A column, or a
// field on its way in or out, that is forgotten fails.
func TestRowsComeBackWhole(t *testing.T) {
	for name, db := range map[string]*DB{"sqlite": freshSQLite(t), "postgres": freshPostgres(t)} {
		used := map[string]bool{}
		for _, row := range wholeRows {
			t.Run(name+" "+row.name, func(t *testing.T) {
				err := db.Update(context.Background(), func(tx *Tx) error {
					w := &whole{Tx: tx, t: t}
					w.must(tx.EnsureInstallation("whole"))
					w.makeOthers()
					row.try(w)
					w.note(used)
					return errUndone
				})
				if !errors.Is(err, errUndone) {
					t.Error(err)
				}
			})
		}
		for _, r := range rows {
			if used[r.TableName()] == (noDomain[r.TableName()] != "") {
				t.Errorf("%s: whether a value of wholeRows fills %s: %v", name, r.TableName(), used[r.TableName()])
			}
		}
	}
}

// noDomain are the tables that hold no value of the domain, with what they hold.
var noDomain = map[string]string{
	"address": "words of former addresses", "file_chunk": "bytes", "import_refusal": "a file", "job": "leases",
	"known_device": "digests",
	"post_writer":  "who is writing now", "rate_count": "counts", "recovery_code": "digests", "search_doc": "the index",
	"search_posting": "the index", "search_stem": "the index",
}

// note marks the tables that have a row.
func (w *whole) note(used map[string]bool) {
	w.t.Helper()
	for _, r := range rows {
		var n int64
		w.must(w.db.Table(r.TableName()).Limit(1).Count(&n).Error)
		used[r.TableName()] = used[r.TableName()] || n > 0
	}
}

// TestRowsNotice: the comparison fails when a field is lost on its way.
func TestRowsNotice(t *testing.T) {
	type pair struct{ A, B string }
	if diff := (rowTest[pair]{}).differences(pair{"a", "b"}, pair{"a", ""}); diff == "" {
		t.Error("a field that is lost is not noticed")
	}
	r := rowTest[pair]{seen: map[string]bool{}}
	r.note(pair{A: "a"})
	if got := r.unseen(); !slices.Equal(got, []string{"B"}) {
		t.Errorf("fields that were never filled: %v", got)
	}
}

// rowTest is how a value is kept and read.
type rowTest[V any] struct {
	fix   func(v *V) // ties it to things that exist
	fresh func(v *V) // takes away what something new cannot have yet
	add   func(v V) (int64, error)
	set   func(v V) error    // nil: it never changes
	stays func(v, before *V) // what a change leaves as it was, or counts up by itself
	read  func(id int64) (V, error)
	known func(v, got *V) // takes over ids that adding gave
	never []string        // fields that are filled by reading something else, and no column holds
	seen  map[string]bool
}

func (r rowTest[V]) try(w *whole) {
	w.t.Helper()
	r.seen = map[string]bool{}
	one := filled[V](w.t, 1)
	r.prepare(&one, 0)
	if r.fresh != nil {
		r.fresh(&one)
	}
	id, err := r.add(one)
	w.must(err)
	r.compare(w, &one, id)
	if r.set != nil {
		two := filled[V](w.t, 2)
		r.prepare(&two, id)
		r.stays(&two, &one)
		w.must(r.set(two))
		if counted := reflect.ValueOf(&two).Elem().FieldByName("Edited"); counted.IsValid() {
			counted.SetInt(counted.Int() + 1)
		}
		r.compare(w, &two, id)
	}
	if unseen := r.unseen(); !slices.Equal(unseen, r.never) {
		w.t.Errorf("fields that were never filled: %v; want %v", unseen, r.never)
	}
}

func (r rowTest[V]) prepare(v *V, id int64) {
	if field := reflect.ValueOf(v).Elem().FieldByName("ID"); field.IsValid() && field.Kind() == reflect.Int64 {
		field.SetInt(id)
	}
	if r.fix != nil {
		r.fix(v)
	}
}

func (r rowTest[V]) compare(w *whole, want *V, id int64) {
	w.t.Helper()
	if field := reflect.ValueOf(want).Elem().FieldByName("ID"); field.IsValid() && field.Kind() == reflect.Int64 {
		field.SetInt(id)
	}
	got, err := r.read(id)
	w.must(err)
	if r.known != nil {
		r.known(want, &got)
	}
	if diff := r.differences(*want, got); diff != "" {
		w.t.Errorf("%T does not come back whole (-kept, +read):\n%s", got, diff)
	}
	r.note(got)
}

func (rowTest[V]) differences(want, got V) string { return cmp.Diff(want, got) }

// note remembers which fields were filled in what came back.
func (r rowTest[V]) note(v V) {
	empty := empties(reflect.ValueOf(v), "")
	for _, name := range fields(reflect.TypeFor[V](), "") {
		r.seen[name] = r.seen[name] || !slices.Contains(empty, name)
	}
}

func (r rowTest[V]) unseen() []string {
	var all []string
	for _, name := range fields(reflect.TypeFor[V](), "") {
		if !r.seen[name] {
			all = append(all, name)
		}
	}
	return all
}

func (w *whole) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// two keeps two filled things and returns their ids.
func two[V any](w *whole, prepare func(v *V, i int), keep func(V) (int64, error)) []int64 {
	w.t.Helper()
	ids := make([]int64, 2)
	for i := range ids {
		v := filled[V](w.t, 10+i)
		prepare(&v, i)
		var err error
		ids[i], err = keep(v)
		w.must(err)
	}
	return ids
}
