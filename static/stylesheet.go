package static

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// importRule is the one form of @import these files use, as in
// `@import url("parts/x.css") layer(parts) print;`.
var importRule = regexp.MustCompile(`^@import url\("([^"]+)"\)(?: layer\(([a-z-]+)\))?(?: ([a-z-]+))?;$`)

// join reads a stylesheet and puts the text of each file it imports in its
// place, inside the layer and the medium the rule names. Order is kept: it
// decides which of two equal rules holds.
func join(fsys fs.FS, name string) (string, error) {
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return "", fmt.Errorf("static: stylesheet: %w", err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(src)) {
		line = strings.TrimRight(line, "\r\n")
		if !strings.HasPrefix(line, "@import") {
			out.WriteString(line + "\n")
			continue
		}
		text, err := resolve(fsys, path.Dir(name), line)
		if err != nil {
			return "", fmt.Errorf("%w (in %s)", err, name)
		}
		out.WriteString(text)
	}
	return out.String(), nil
}

func resolve(fsys fs.FS, dir, line string) (string, error) {
	m := importRule.FindStringSubmatch(line)
	if m == nil {
		return "", fmt.Errorf("static: cannot read the rule %q", line)
	}
	text, err := join(fsys, path.Join(dir, m[1]))
	if err != nil {
		return "", err
	}
	if medium := m[3]; medium != "" {
		text = "@media " + medium + " {\n" + text + "}\n"
	}
	if layer := m[2]; layer != "" {
		text = "@layer " + layer + " {\n" + text + "}\n"
	}
	return text, nil
}
