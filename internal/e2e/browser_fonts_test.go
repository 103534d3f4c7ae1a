//go:build e2e

package e2e

import (
	"encoding/xml"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The fonts that pages are looked at in: what a machine has decides whether a
// word fits, so the tests bring a wide one and a narrow one and see no other.
const (
	wideFont   = "DejaVu Sans"
	narrowFont = "Liberation Sans"
)

// fontFiles are the files of both, with their serifs and their mono.
var fontFiles = []string{
	"DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSansMono.ttf",
	"DejaVuSansMono-Bold.ttf",
	"LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf",
}

// fontConfig writes a configuration for fontconfig that knows these files alone,
// and returns what a browser's environment must say to use it.
func fontConfig(t *testing.T) []string {
	t.Helper()
	home := t.TempDir()
	folder := filepath.Join(home, "fonts")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	installed := fontsOfMachine()
	for _, name := range fontFiles {
		if installed[name] == "" {
			t.Fatalf("the font %s is not installed: run make setup", name)
		}
		if err := os.Symlink(installed[name], filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	alias := func(name, font string) string {
		return fmt.Sprintf(
			"<alias binding=\"same\"><family>%s</family><prefer><family>%s</family></prefer></alias>\n", name, font,
		)
	}
	text := xml.Header + "<!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\">\n<fontconfig>\n" +
		"<dir>" + folder + "</dir><cachedir>" + filepath.Join(home, "cache") + "</cachedir>\n" +
		alias("system-ui", wideFont) + alias("sans-serif", wideFont) + alias("serif", "DejaVu Serif") +
		alias("monospace", "DejaVu Sans Mono") +
		"</fontconfig>\n"
	file := filepath.Join(home, "fonts.conf")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{
		"FONTCONFIG_FILE=" + file, "FONTCONFIG_PATH=" + home, "HOME=" + home, "XDG_CONFIG_HOME=" + home,
		"XDG_CACHE_HOME=" + home,
	}
}

// fontsOfMachine are the paths of the font files on this machine by their name.
func fontsOfMachine() map[string]string {
	found := map[string]string{}
	for _, folder := range []string{"/usr/share/fonts", "/usr/local/share/fonts"} {
		_ = filepath.WalkDir(folder, func(path string, _ fs.DirEntry, _ error) error {
			if strings.HasSuffix(path, ".ttf") {
				found[filepath.Base(path)] = path
			}
			return nil
		})
	}
	return found
}

// TestFontsAreOurs shows that the browser has both fonts, tells them apart, and
// has no third: what is not there looks like what stands in for it.
func TestFontsAreOurs(t *testing.T) {
	t.Parallel()
	p := newBrowser(t).tab(t, "http://127.0.0.1", desk)
	width := func(font string) float64 {
		return ask[float64](p,
			fmt.Sprintf(`(() => { const c = document.createElement('canvas').getContext('2d'); c.font = '100px %s';
      return c.measureText('Vertegenwoordigingsbevoegdheid').width })()`, font))
	}
	wide, slim := width(`"`+wideFont+`"`), width(`"`+narrowFont+`"`)
	if slim <= 0 || slim > .95*wide {
		t.Errorf("%s is %.0f wide and %s %.0f", wideFont, wide, narrowFont, slim)
	}
	for _, other := range []string{"system-ui", "sans-serif", `"DejaVu Sans Condensed"`, `"Noto Sans", sans-serif`} {
		if got := width(other); got != wide {
			t.Errorf("%s is %.0f wide, and should be %s of %.0f", other, got, wideFont, wide)
		}
	}
}
