package archtest

import (
	"go/ast"
	"slices"
	"strconv"
	"strings"
)

// Imports reports every package that is not in the table and every import that goes up or sideways in it.
func Imports(t *Tree) []Finding {
	var found []Finding
	for _, file := range t.Files {
		if _, known := findRoom(file.Folder); !known && !isTestRoom(file.Folder) {
			found = append(found, t.at(file.Syntax.Package, "package %s has no line in Rooms", file.Folder))
			continue
		}
		for _, spec := range file.Syntax.Imports {
			to, ours := strings.CutPrefix(imported(spec), t.Module+"/")
			if !ours {
				continue
			}
			if text := refuse(file, to); text != "" {
				found = append(found, t.at(spec.Pos(), "%s", text))
			}
		}
	}
	return found
}

// refuse tells why a file may not import a room, or nothing.
func refuse(file GoFile, to string) string {
	if shared, test := TestRooms[to]; test {
		switch {
		case !file.Test:
			return to + " is for tests only"
		case !shared && file.Folder != to:
			return to + " is for its own tests only"
		}
		return ""
	}
	if file.Test {
		return ""
	}
	from, _ := findRoom(file.Folder)
	room, known := findRoom(to)
	switch {
	case !known:
		return to + " has no line in Rooms"
	case room.Rank >= from.Rank:
		return from.Path + " (rank " + strconv.Itoa(from.Rank) + ") may not import " + to +
			" (rank " + strconv.Itoa(room.Rank) + ")"
	case from.Only != nil && !slices.Contains(from.Only, to):
		return from.Path + " imports only " + strings.Join(from.Only, ", ")
	}
	return ""
}

func findRoom(folder string) (Room, bool) {
	for _, room := range Rooms {
		if room.Path == folder {
			return room, true
		}
	}
	return Room{}, false
}

func isTestRoom(folder string) bool {
	_, known := TestRooms[folder]
	return known
}

func imported(spec *ast.ImportSpec) string {
	path, _ := strconv.Unquote(spec.Path.Value) // the parser has accepted it
	return path
}
