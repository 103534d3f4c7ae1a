package static

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// partRule is the one form of import these modules use, as in
// `import { say, words } from "./editor/say.js";`.
var partRule = regexp.MustCompile(`^import \{[^}]+\} from "(\./[^"]+\.js)";$`)

// topName is a name that a module gives at its top level; joined modules share
// one scope.
var topName = regexp.MustCompile(`(?m)^(?:export )?(?:async )?(?:function|const|let|class) ([\w$]+)`)

// script reads a module and puts the modules it imports before it, each once,
// so that a page fetches one file whose address names all it holds. Two parts
// that give the same name at their top level are an error.
func script(fsys fs.FS, name string) (string, error) {
	j := joiner{fsys: fsys, owners: map[string]string{}}
	err := j.add(name)
	return j.out.String(), err
}

type joiner struct {
	fsys   fs.FS
	done   []string
	owners map[string]string // of each top-level name
	out    strings.Builder
}

func (j *joiner) add(name string) error {
	if slices.Contains(j.done, name) {
		return nil
	}
	j.done = append(j.done, name)
	src, err := fs.ReadFile(j.fsys, name)
	if err != nil {
		return fmt.Errorf("static: script: %w", err)
	}
	if err := j.claim(name, string(src)); err != nil {
		return err
	}
	var own strings.Builder
	for line := range strings.Lines(string(src)) {
		if !strings.HasPrefix(line, "import ") {
			own.WriteString(strings.TrimPrefix(line, "export "))
			continue
		}
		m := partRule.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil {
			return fmt.Errorf("static: cannot read %q in %s", line, name)
		}
		if err := j.add(path.Join(path.Dir(name), m[1])); err != nil {
			return err
		}
	}
	j.out.WriteString(own.String())
	return nil
}

func (j *joiner) claim(name, src string) error {
	for _, m := range topName.FindAllStringSubmatch(src, -1) {
		if other, taken := j.owners[m[1]]; taken {
			return fmt.Errorf("static: %s and %s both give %s", other, name, m[1])
		}
		j.owners[m[1]] = name
	}
	return nil
}
