package page

import (
	"html/template"

	"samenspraak/internal/prose"
)

// Markdown turns a text that stands beside others on its page into HTML:
// without pictures, and without ids, which could then come twice.
func Markdown(src string) template.HTML { return prose.RenderPart(src, nil, "") }
