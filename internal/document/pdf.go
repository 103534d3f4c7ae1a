package document

import (
	"bytes"
	"context"
	"math"
	"regexp"
	"strconv"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// What is read of a file at most. Real ones stay far below; one that does not
// has no facts.
const (
	maxPlaces = 500_000 // objects
	maxFaults = 20      // objects that cannot be read
	maxHops   = 8       // references to references
	maxPages  = 100_000
	maxText   = 4096 // bytes of a title or a language, as they are written
)

// pdf is a file whose objects were found. It is not read through its
// cross-reference table, which is often wrong and may be a packed stream of its
// own, but from front to end, the last of each object counting; so nothing has
// to be repaired, and every byte is passed once. Of what is packed no more is
// unpacked than is looked at, and nothing of it is kept.
//
// This is written here: the library that was tried (pdfcpu) brings eight
// modules and a folder of settings, and with its own limits took eight seconds
// and two gigabytes for a made-up file of one megabyte.
type pdf struct {
	ctx     context.Context
	data    []byte
	places  []place
	streams []stream
	trailer []byte // the last dictionary that says where the rest begins
	unpack  *inflater
	over    bool // there is more than is read
}

// place is where an object's value begins: in the file, or in what is packed
// in a stream, counted from 1.
type place struct{ number, at, stream int32 }

// stream holds a row of objects.
type stream struct {
	at           int
	dict, packed []byte
}

func pdfFacts(ctx context.Context, data []byte) consult.FileFacts {
	p := &pdf{ctx: ctx, data: data, unpack: newInflater()}
	p.scan()
	for i := 0; i < len(p.streams) && !p.spent(); i++ {
		p.index(i)
	}
	if p.spent() {
		return consult.FileFacts{}
	}
	facts := p.facts()
	if p.spent() {
		return consult.FileFacts{}
	}
	return facts
}

// spent says whether there is more in the file than is read, or no time left.
func (p *pdf) spent() bool { return p.over || p.unpack.left < 0 || p.ctx.Err() != nil }

func (p *pdf) facts() consult.FileFacts {
	root := p.resolve(lookup(p.trailer, "Root"))
	if !bytes.HasPrefix(root, []byte("<<")) {
		return consult.FileFacts{}
	}
	facts := consult.FileFacts{Pages: p.number(lookup(p.resolve(lookup(root, "Pages")), "Count"))}
	if facts.Pages < 0 || facts.Pages > maxPages {
		facts.Pages = 0
	}
	if lookup(p.trailer, "Encrypt") != nil {
		return facts // its texts are not readable
	}
	facts.DocTitle = shown(p.text(lookup(p.resolve(lookup(p.trailer, "Info")), "Title")))
	if facts.DocTitle == "" {
		facts.DocTitle = p.describedTitle(lookup(root, "Metadata"))
	}
	if language := p.text(lookup(root, "Lang")); languageTag.MatchString(language) {
		facts.DocLanguage = language
	}
	return facts
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$`)

// text is what a string says, in its place or referred to.
func (p *pdf) text(value []byte) string {
	value = p.resolve(value)
	return text(value[:min(len(value), maxText)])
}

// shown is a text of the file on one line of reasonable length.
func shown(s string) string {
	runes := []rune(i18n.Tidy(s))
	return string(runes[:min(len(runes), 300)])
}

// scan finds the objects, the streams that hold more of them, and the trailer.
func (p *pdf) scan() {
	object, trailer := finder{word: "obj"}, finder{word: "trailer"}
	for i, faults := 0, 0; faults < maxFaults && !p.full(); {
		begin := min(object.after(p.data, i), trailer.after(p.data, i))
		if begin == len(p.data) {
			return
		}
		number, isObject := -1, p.data[begin] == 'o'
		i = begin + len("trailer")
		if isObject {
			i = begin + len("obj")
			if number = numberBefore(p.data, begin); number < 0 {
				continue
			}
		}
		value, end := valueAt(p.data, i)
		switch {
		case value == nil:
			faults++
		case isObject:
			at := end - len(value)
			//nolint:gosec // nine digits at most
			p.places = append(p.places, place{number: int32(number), at: int32(at)})
			i = p.passStream(value, end)
		default:
			p.keepTrailer(value)
			i = end
		}
	}
}

// lookEvery is how many objects are passed between two looks at the time.
const lookEvery = 1024

// full says whether no more objects are read.
func (p *pdf) full() bool {
	p.over = p.over || len(p.places) >= maxPlaces || len(p.streams) > maxStreams
	return p.over || len(p.places)%lookEvery == 0 && p.ctx.Err() != nil
}

// finder looks for a word and remembers where it stands, so that each byte is
// looked at once.
type finder struct {
	word string
	next int
	seen bool
}

// after is the first place of the word from i on; the length when there is none.
func (f *finder) after(data []byte, i int) int {
	if f.seen && f.next >= i {
		return f.next
	}
	f.seen, f.next = true, len(data)
	if at := bytes.Index(data[i:], []byte(f.word)); at >= 0 {
		f.next = i + at
	}
	return f.next
}

// numberBefore is the number of the object whose word "obj" begins at an
// offset, as in "12 0 obj"; -1 when it is not written so.
func numberBefore(data []byte, at int) int {
	generation, before := digitsBefore(data, at)
	number, _ := digitsBefore(data, before)
	n, err := strconv.Atoi(string(number))
	if len(generation) == 0 || err != nil {
		return -1
	}
	return n
}

// digitsBefore are the at most nine digits before an offset, with spaces
// between, and where they begin.
func digitsBefore(data []byte, at int) (digits []byte, begin int) {
	end := at
	for end > 0 && isSpace(data[end-1]) {
		end--
	}
	begin = end
	for begin > 0 && end-begin < 9 && data[begin-1] >= '0' && data[begin-1] <= '9' {
		begin--
	}
	return data[begin:end], begin
}

func (p *pdf) keepTrailer(dict []byte) {
	if lookup(dict, "Root") != nil {
		p.trailer = dict
	}
}

// passStream goes past an object that ends at an offset and past its stream,
// so that a file within the file is not taken for the file.
func (p *pdf) passStream(dict []byte, end int) (next int) {
	packed, next := p.streamAt(dict, end)
	if packed == nil {
		return next
	}
	switch string(lookup(dict, "Type")) {
	case "/XRef":
		p.keepTrailer(dict)
	case "/ObjStm":
		p.streams = append(p.streams, stream{at: end, dict: dict, packed: packed})
	}
	return next
}

// streamAt is what stands in the stream behind a dictionary that ends at an
// offset, and where it ends; nil when there is none.
func (p *pdf) streamAt(dict []byte, end int) (packed []byte, next int) {
	at := space(p.data, end)
	if !bytes.HasPrefix(dict, []byte("<<")) || !bytes.HasPrefix(p.data[at:], []byte("stream")) {
		return nil, end
	}
	body := bytes.TrimPrefix(p.data[at+len("stream"):], []byte("\r"))
	body = bytes.TrimPrefix(body, []byte("\n"))
	length := literal(lookup(dict, "Length"))
	if length < 0 || length > len(body) ||
		!bytes.HasPrefix(bytes.TrimLeft(body[length:min(len(body), length+16)], "\r\n "), []byte("endstream")) {
		length = bytes.Index(body, []byte("endstream"))
	}
	if length < 0 {
		return nil, len(p.data)
	}
	return body[:length:length], len(p.data) - len(body) + length
}

// index notes the objects of a stream: it begins with pairs of a number and an
// offset, counted from where the pairs end.
func (p *pdf) index(i int) {
	s := p.streams[i]
	first := literal(lookup(s.dict, "First"))
	if first < 0 {
		return
	}
	if first > maxIndex {
		p.over = true
		return
	}
	head := p.unpack.read(s, 0, first)
	if len(head) < first {
		return
	}
	var pair [2]int
	n := 0
	for word := range bytes.FieldsSeq(head) {
		if pair[n%2] = literal(word); pair[n%2] < 0 || p.full() {
			return
		}
		if n++; n%2 == 0 && pair[0] < 1e9 && pair[1] < math.MaxInt32-maxIndex {
			//nolint:gosec // compared on this line or the one before
			p.places = append(p.places, place{int32(pair[0]), int32(first + pair[1]), int32(i + 1)})
		}
	}
}

// resolve follows references to the value itself; nil when there is none.
func (p *pdf) resolve(value []byte) []byte {
	for range maxHops {
		number, ok := reference(value)
		if !ok {
			return value
		}
		value = p.object(number)
	}
	return nil
}

// object is the value of a number that stands last in the file.
func (p *pdf) object(number int) []byte {
	found, ok := p.find(number)
	if !ok {
		return nil
	}
	data, at := p.data, int(found.at)
	if found.stream > 0 {
		data, at = p.unpack.read(p.streams[found.stream-1], at, maxObject), 0
	}
	value, _ := valueAt(data, at)
	return value
}

// find is the place of a number that stands last in the file.
func (p *pdf) find(number int) (found place, ok bool) {
	last := -1
	for _, one := range p.places {
		if int(one.number) != number {
			continue
		}
		order := int(one.at)
		if one.stream > 0 {
			order = p.streams[one.stream-1].at
		}
		if order > last {
			last, found = order, one
		}
	}
	return found, last >= 0
}

// literal is a whole number that stands in its place, -1 when none does.
func literal(value []byte) int {
	if len(value) == 0 || len(value) > 9 {
		return -1
	}
	n, err := strconv.Atoi(string(value))
	if err != nil {
		return -1
	}
	return n
}

// number is a whole number, in its place or referred to; 0 when there is none.
func (p *pdf) number(value []byte) int { return max(0, literal(p.resolve(value))) }

// describedTitle is the title in a file's XMP description, which newer files
// have in the place of the older one (ISO 32000-2, 14.3.2).
func (p *pdf) describedTitle(value []byte) string {
	number, ok := reference(value)
	if !ok {
		return ""
	}
	found, ok := p.find(number)
	if !ok || found.stream > 0 { // no stream stands in another
		return ""
	}
	dict, end := valueAt(p.data, int(found.at))
	packed, _ := p.streamAt(dict, end)
	return shown(titleOf(p.unpack.read(stream{dict: dict, packed: packed}, 0, maxDescription)))
}
