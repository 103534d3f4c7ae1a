package archtest

import (
	"io/fs"
	"os"
	"strings"
	"testing"
)

// rules are all rules; TestHouse tries them on the project and TestPlanted on violations.
var rules = map[string]func(*Tree) ([]Finding, error){
	"imports":   infallible(Imports),
	"doors":     infallible(Doors),
	"rules":     infallible(Rules),
	"clock":     infallible(Clock),
	"forms":     infallible(Forms),
	"queries":   infallible(Queries),
	"words":     infallible(Words),
	"size":      Size,
	"paths":     Paths,
	"lists":     Lists,
	"notes":     Notes,
	"markup":    Markup,
	"keys":      Keys,
	"shown":     Shown,
	"shortcuts": infallible(Shortcuts),
}

func infallible(rule func(*Tree) []Finding) func(*Tree) ([]Finding, error) {
	return func(t *Tree) ([]Finding, error) { return rule(t), nil }
}

func load(t *testing.T, root string) *Tree {
	t.Helper()
	tree, err := Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// project is the module's root, two folders above this one.
const project = "../.."

func TestHouse(t *testing.T) {
	tree := load(t, project)
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			found, err := rule(tree)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				t.Error(f)
			}
		})
	}
}

// A line for a package that is gone would be read as one that exists.
func TestRoomsExist(t *testing.T) {
	standing := map[string]bool{}
	for _, file := range load(t, project).Files {
		standing[file.Folder] = true
	}
	for _, room := range Rooms {
		if !standing[room.Path] {
			t.Errorf("Rooms names %s, which does not exist", room.Path)
		}
	}
	for folder := range TestRooms {
		if !standing[folder] {
			t.Errorf("TestRooms names %s, which does not exist", folder)
		}
	}
}

func TestRoomsAreInOrder(t *testing.T) {
	ranks := map[string]int{}
	for i, room := range Rooms {
		if i > 0 && room.Rank < Rooms[i-1].Rank {
			t.Errorf("%s stands after a room of a higher rank", room.Path)
		}
		if _, twice := ranks[room.Path]; twice || isTestRoom(room.Path) {
			t.Errorf("%s stands there twice", room.Path)
		}
		ranks[room.Path] = room.Rank
		for _, other := range room.Only {
			if rank, known := ranks[other]; !known || rank >= room.Rank {
				t.Errorf("%s may import %s, which is not below it", room.Path, other)
			}
		}
	}
}

func TestArchitectureShowsTheTable(t *testing.T) {
	text, err := fs.ReadFile(os.DirFS(project), "ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), Table()) {
		t.Errorf("ARCHITECTURE.md does not show the import table as it is. Put this there:\n\n%s", Table())
	}
}

func TestWordsOfAName(t *testing.T) {
	for name, want := range map[string]string{
		"session":          "session",
		"NewSMTPSession_2": "new smtp session 2",
		"RSVPState":        "rsvp state",
		"isRSVP":           "is rsvp",
		"obsession":        "obsession",
		"user_session_id":  "user session id",
		"_":                "",
		"École2Go":         "école2 go",
		"_session":         "session",
		"X":                "x",
	} {
		if got := strings.Join(strings.Fields(strings.Join(words(name), " ")), " "); got != want {
			t.Errorf("words(%q) = %q, want %q", name, got, want)
		}
	}
}
