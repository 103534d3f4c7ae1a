package document

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// maxTitle is how much of a description is read from where its title begins:
// the title in a few languages.
const maxTitle = 8 << 10

// titleOf is the first title in an XMP description, in whatever language;
// empty when it has none.
func titleOf(description []byte) string {
	at := bytes.Index(description, []byte("<dc:title"))
	if at < 0 {
		return ""
	}
	// Tags are taken as they come: the rest of the description, with what it
	// opened and what it calls its namespaces, is not read.
	d := xml.NewDecoder(bytes.NewReader(description[at:min(len(description), at+maxTitle)]))
	d.Strict = false
	var title strings.Builder
	for inItem := false; ; {
		token, err := d.RawToken()
		if err != nil {
			return ""
		}
		switch e := token.(type) {
		case xml.StartElement:
			inItem = inItem || e.Name.Local == "li"
		case xml.CharData:
			if inItem {
				title.Write(e)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "li":
				return title.String()
			case "title":
				return ""
			}
		}
	}
}
