package demo

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
)

// How the files were made is told in files/README.md.
//
//go:embed files/*.odt files/*.pdf files/*.png
var files embed.FS

// paper is a file that comes with a post or a meeting.
type paper struct {
	title, name string
	file        string // under files/, where it is not called by its name
}

// The files of meetings; those of posts stand with their posts.
var (
	talkRoundPaper    = paper{title: "Verslag gespreksronde vrijgevestigden", name: "verslag-gespreksronde.pdf"}
	consultationPaper = paper{
		title: "Uitgangspunten jeugdhulp 2028", name: "uitgangspunten-jeugdhulp-2028.pdf",
		file: "uitgangspunten-consultatie.pdf",
	}
)

func (p paper) upload(place consult.AttachmentPlace) service.Upload {
	content, err := files.ReadFile("files/" + cmp.Or(p.file, p.name))
	if err != nil {
		panic(fmt.Sprintf("demo: %v", err)) // it is embedded, or this is no program
	}
	return service.Upload{Place: place, Title: p.title, FileName: p.name, Content: bytes.NewReader(content)}
}
