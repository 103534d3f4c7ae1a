//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// towns are the municipalities of the invented region.
var towns = []string{
	"Aldermeer", "Brinkeroord", "Elzendam", "Groot-Reeuwland", "IJsseloord", "Lommerdijk", "Sint-Joriswoude",
	"’t Waalhof",
}

// The directory that the test imports: organisations with names that are hard
// to split, and people with names that are hard to sort.
var (
	directoryTypes = []string{
		"aanbieder", "vrijgevestigde", "combinatie", "GI", "swv passend onderwijs", "CJG", "cliëntenraad",
	}
	directoryNames = []string{
		"De Veerpont", "Praktijk Zoë", "combinatie De Brug, Kompas en Noordster", "Jeugdbescherming IJmeer",
		"SWV Merenland", "CJG", "Cliëntenraad",
	}
	directoryFirst = []string{"Noor", "Zoë", "Björn", "Françoise", "Jan", "IJda", "Sjoerd", "Aïsha"}
	directoryInfix = []string{"", "van der", "de", "van ’t", "", "ten", "", "el"}
	directoryLast  = []string{
		"Hoff-de Ruijter", "Daniëls", "Boer", "Müller", "Bakker", "IJzerman", "Fokkinga", "Arslan-Çelik",
	}
)

const organisationCount = 60

// directoryFile writes sixty organisations with their contacts as Dutch Excel
// saves them: semicolons, Windows-1252, lines that end in CRLF. The column with
// the function of the person bears a name that nobody could recognise.
func directoryFile(t *testing.T) (file string, contacts int) {
	t.Helper()
	lines := []string{
		"Organisatie;Soort organisatie;Gemeente;Voornaam;Tussenvoegsel;Achternaam;Wat doet men;E-mailadres;Telefoon",
	}
	for i := range organisationCount {
		name := organisationName(i + 1)
		people := 1
		if i%3 == 0 {
			people = 2
		}
		for range people {
			k := contacts % len(directoryFirst)
			lines = append(lines, strings.Join([]string{
				name, directoryTypes[i%len(directoryTypes)], towns[i%len(towns)], directoryFirst[k], directoryInfix[k],
				directoryLast[(contacts/3)%len(directoryLast)], "contactpersoon inkoop",
				fmt.Sprintf("contact%02d@organisatie%02d.example", contacts+1, i+1),
				fmt.Sprintf("0123 45 %02d %02d", i, k),
			}, ";"))
			contacts++
		}
	}
	text, err := charmap.Windows1252.NewEncoder().String(strings.Join(lines, "\r\n") + "\r\n")
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "organisaties.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, contacts
}

// organisationName is the name of an organisation of the list, counted from 1.
func organisationName(n int) string {
	if n == 8 {
		return "Stichting voor Ambulante Jeugdhulp, Gezinsbegeleiding en Pleegzorg Groot-Reeuwland en omstreken"
	}
	return fmt.Sprintf("%s %02d", directoryNames[(n-1)%len(directoryNames)], n)
}
