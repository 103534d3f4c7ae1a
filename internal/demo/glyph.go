package demo

import "math"

// point is a place on a plane whose y goes up.
type point struct{ x, y float64 }

// stroke is a line that a round pen draws.
type stroke []point

// glyphs are the letters of the picture, in strokes. A letter without stick or
// tail is one high; nothing is drawn with a font, for the program carries none.
var glyphs = map[rune][]stroke{
	'a': {bowl, line(1, 1, 1, 0)},
	'b': {bowl, line(0, 1.5, 0, 0)},
	'c': {arc(0.5, 0.5, 0.5, 48, 312)},
	'd': {bowl, line(1, 1.5, 1, 0)},
	'e': {line(0.02, 0.5, 1, 0.5), arc(0.5, 0.5, 0.5, 0, 312)},
	'f': {arc(0.45, 1.2, 0.3, 60, 180), line(0.15, 1.2, 0.15, 0), line(-0.1, 1, 0.5, 1)},
	'g': {bowl, line(1, 1, 1, -0.1), arc(0.5, -0.1, 0.5, 0, -140)},
	'h': {line(0, 1.5, 0, 0), arc(0.4, 0.6, 0.4, 180, 0), line(0.8, 0.6, 0.8, 0)},
	'i': {line(0, 1, 0, 0), dot(0)},
	'j': {line(0.2, 1, 0.2, -0.2), arc(-0.1, -0.2, 0.3, 0, -100), dot(0.2)},
	'k': {line(0, 1.5, 0, 0), line(0.68, 1, 0, 0.38), line(0.22, 0.58, 0.74, 0)},
	'l': {line(0, 1.5, 0, 0)},
	'm': {line(0, 1, 0, 0), arc(0.31, 0.69, 0.31, 180, 0), line(0.62, 0.69, 0.62, 0), arc(0.93, 0.69, 0.31, 180, 0), line(1.24, 0.69, 1.24, 0)},
	'n': {line(0, 1, 0, 0), arc(0.4, 0.6, 0.4, 180, 0), line(0.8, 0.6, 0.8, 0)},
	'o': {bowl},
	'p': {bowl, line(0, 1, 0, -0.5)},
	'r': {line(0, 1, 0, 0), arc(0.38, 0.62, 0.38, 180, 62)},
	's': {arc(0.34, 0.745, 0.255, 38, 270), arc(0.34, 0.245, 0.245, 90, -142)},
	't': {line(0.2, 1.35, 0.2, 0.25), arc(0.45, 0.25, 0.25, 180, 285), line(-0.05, 1, 0.5, 1)},
	'u': {line(0, 1, 0, 0.4), arc(0.4, 0.4, 0.4, 180, 360), line(0.8, 1, 0.8, 0)},
	'v': {{{0, 1}, {0.42, 0}, {0.84, 1}}},
	'w': {{{0, 1}, {0.32, 0}, {0.64, 1}, {0.96, 0}, {1.28, 1}}},
	'z': {{{0.02, 1}, {0.74, 1}, {0, 0}, {0.76, 0}}},
}

var bowl = arc(0.5, 0.5, 0.5, 0, 360)

func line(x1, y1, x2, y2 float64) stroke { return stroke{{x1, y1}, {x2, y2}} }

func dot(x float64) stroke { return line(x, 1.36, x, 1.36) }

// arc is a part of a circle between two angles in degrees, against the clock
// when they grow.
func arc(x, y, radius, from, to float64) stroke {
	const step = 12
	n := int(math.Ceil(math.Abs(to-from) / step))
	all := make(stroke, n+1)
	for i := range all {
		angle := (from + (to-from)*float64(i)/float64(n)) * math.Pi / 180
		all[i] = point{x + radius*math.Cos(angle), y + radius*math.Sin(angle)}
	}
	return all
}

// width is how far a letter reaches to the right.
func width(letter rune) float64 {
	most := 0.0
	for _, s := range glyphs[letter] {
		for _, p := range s {
			most = max(most, p.x)
		}
	}
	return most
}

// distance is how far a place lies from a stroke.
func (s stroke) distance(x, y float64) float64 {
	least := math.Inf(1)
	for i := 1; i < len(s); i++ {
		a, b := s[i-1], s[i]
		dx, dy := b.x-a.x, b.y-a.y
		along := 0.0
		if length := dx*dx + dy*dy; length > 0 {
			along = min(1, max(0, ((x-a.x)*dx+(y-a.y)*dy)/length))
		}
		least = min(least, math.Hypot(x-a.x-along*dx, y-a.y-along*dy))
	}
	return least
}
