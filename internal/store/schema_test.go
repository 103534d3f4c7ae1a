package store

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm/schema"
)

// rows is every row struct; TestEveryRowIsListed holds it to that.
var rows = []schema.Tabler{
	attachmentRow{}, chunkRow{}, changeRow{}, contactRow{}, copyRow{}, detailRow{}, deviceRow{}, draftRow{},
	eventRow{}, givenRow{},
	importRow{}, installationRow{}, refusalRow{}, jobRow{}, presenceRow{},
	invitationRow{}, inviteeRow{}, mailRow{}, mailingRow{}, meetingRow{}, occasionRow{}, occasionStaffRow{},
	memberRow{}, municipalityRow{},
	postRow{}, shownByRow{}, themeRow{}, writerRow{},
	organisationRow{}, questionRow{}, rateRow{}, recoveryCodeRow{}, regionRow{}, replyRow{}, ruleRow{}, signInRow{},
	addressRow{},
	staffLinkRow{}, staffRow{}, tagRow{}, searchDocRow{}, searchPostingRow{}, searchStemRow{},
}

func TestEveryRowIsListed(t *testing.T) {
	var declared []string
	for _, f := range declaredFuncs(t) {
		if f.Recv != nil && f.Name.Name == "TableName" {
			declared = append(declared, f.Recv.List[0].Type.(*ast.Ident).Name)
		}
	}
	var listed []string
	for _, r := range rows {
		listed = append(listed, reflect.TypeOf(r).Name())
	}
	slices.Sort(declared)
	slices.Sort(listed)
	if diff := cmp.Diff(declared, listed); diff != "" {
		t.Errorf("declared but not listed (-), or the other way round (+):\n%s", diff)
	}
}

// declaredFuncs are the functions and methods of this package, its tests too.
func declaredFuncs(t *testing.T) []*ast.FuncDecl {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []*ast.FuncDecl
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				all = append(all, f)
			}
		}
	}
	return all
}

// column is what a table and its row struct must agree on.
type column struct{ Optional bool }

// TestTablesAreWhatTheRowsSay compares both databases with the row structs: a
// column that only one of them has is written by nobody or read as nothing.
func TestTablesAreWhatTheRowsSay(t *testing.T) {
	for name, db := range map[string]*DB{"sqlite": freshSQLite(t), "postgres": freshPostgres(t)} {
		for _, r := range rows {
			want := rowColumns(t, db, r)
			types, err := db.write.Migrator().ColumnTypes(r)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]column{}
			for _, c := range types {
				optional, _ := c.Nullable()
				if primary, ok := c.PrimaryKey(); ok && primary {
					optional = false
				}
				got[c.Name()] = column{optional}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s (-row +table):\n%s", name, r.TableName(), diff)
			}
		}
	}
}

func rowColumns(t *testing.T, db *DB, r schema.Tabler) map[string]column {
	t.Helper()
	s, err := schema.Parse(r, &sync.Map{}, db.write.NamingStrategy)
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string]column{}
	for _, f := range s.Fields {
		columns[f.DBName] = column{f.FieldType.Kind() == reflect.Pointer}
	}
	return columns
}

func freshSQLite(t *testing.T) *DB {
	t.Helper()
	return migrated(t, "sqlite:"+filepath.Join(t.TempDir(), "fresh.db"))
}

func freshPostgres(t *testing.T) *DB {
	t.Helper()
	return migrated(t, emptyPostgres(t))
}

func migrated(t *testing.T, setting string) *DB {
	t.Helper()
	db := empty(t, setting)
	if steps, err := db.Migrate(context.Background()); err != nil || steps == 0 {
		t.Fatalf("Migrate = %d, %v", steps, err)
	}
	if steps, err := db.Migrate(context.Background()); err != nil || steps != 0 {
		t.Fatalf("a second Migrate = %d, %v; want nothing to do", steps, err)
	}
	return db
}
