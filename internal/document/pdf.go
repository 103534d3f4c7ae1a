package document

import (
	"bytes"
	"compress/zlib"
	"html"
	"io"
	"regexp"
	"slices"
	"strconv"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// Limits on what a made-up file costs. Real ones stay far below.
const (
	maxPlaces   = 2_000_000 // objects
	maxFaults   = 20        // objects that cannot be read
	maxInflated = 16 << 20  // bytes unpacked from object streams, all together
	maxHops     = 8         // references to references
	maxPages    = 100_000
)

// pdf is a file whose objects were found. It is not read through its
// cross-reference table, which is often wrong and may be a packed stream of its
// own, but from front to end, the last of each object counting; so nothing has
// to be repaired, and every byte is passed once.
//
// This is written here: the library that was tried (pdfcpu) brings eight
// modules and a folder of settings, and with its own limits took eight seconds
// and two gigabytes for a made-up file of one megabyte.
type pdf struct {
	data    []byte
	places  []place
	streams []stream
	trailer []byte // the last dictionary that says where the rest begins
}

// place is where an object's value begins: in the file, or in what was
// unpacked from a stream, counted from 1.
type place struct{ number, at, stream int32 }

// stream holds a row of objects, or the description of the file.
type stream struct {
	number   int
	at       int
	dict     []byte
	packed   []byte
	unpacked []byte
}

func pdfFacts(data []byte) consult.FileFacts {
	p := &pdf{data: data}
	p.scan()
	p.unpack()
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
	facts.DocTitle = shown(text(p.resolve(lookup(p.resolve(lookup(p.trailer, "Info")), "Title"))))
	if facts.DocTitle == "" {
		facts.DocTitle = p.describedTitle(lookup(root, "Metadata"))
	}
	if language := text(p.resolve(lookup(root, "Lang"))); languageTag.MatchString(language) {
		facts.DocLanguage = language
	}
	return facts
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$`)

// shown is a text of the file on one line of reasonable length.
func shown(s string) string {
	runes := []rune(i18n.Tidy(s))
	return string(runes[:min(len(runes), 300)])
}

// scan finds the objects, the streams that hold more of them, and the trailer.
func (p *pdf) scan() {
	object, trailer := finder{word: "obj"}, finder{word: "trailer"}
	for i, faults := 0, 0; faults < maxFaults && len(p.places) < maxPlaces; {
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
			p.places = append(p.places, place{number: int32(number), at: int32(end - len(value))}) //nolint:gosec // both have nine digits at most
			i = p.passStream(number, value, end)
		default:
			p.keepTrailer(value)
			i = end
		}
	}
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
func (p *pdf) passStream(number int, dict []byte, end int) (next int) {
	at := space(p.data, end)
	if !bytes.HasPrefix(dict, []byte("<<")) || !bytes.HasPrefix(p.data[at:], []byte("stream")) {
		return end
	}
	body := bytes.TrimPrefix(p.data[at+len("stream"):], []byte("\r"))
	body = bytes.TrimPrefix(body, []byte("\n"))
	length := literal(lookup(dict, "Length"))
	if length < 0 || length > len(body) || !bytes.HasPrefix(bytes.TrimLeft(body[length:min(len(body), length+16)], "\r\n "), []byte("endstream")) {
		length = bytes.Index(body, []byte("endstream"))
	}
	if length < 0 {
		return len(p.data)
	}
	switch string(lookup(dict, "Type")) {
	case "/XRef":
		p.keepTrailer(dict)
	case "/ObjStm", "/Metadata":
		p.streams = append(p.streams, stream{number: number, at: at, dict: dict, packed: body[:length]})
	}
	return len(p.data) - len(body) + length
}

// unpack inflates the streams as far as the limit goes, and finds the objects
// in them.
func (p *pdf) unpack() {
	left := int64(maxInflated)
	for i := range p.streams {
		s := &p.streams[i]
		s.unpacked = s.packed
		if filter := lookup(s.dict, "Filter"); filter != nil {
			s.unpacked = inflated(s.packed, filter, left)
			left -= int64(len(s.unpacked))
		}
		if string(lookup(s.dict, "Type")) == "/ObjStm" {
			p.index(i)
		}
	}
}

// index notes the objects of a stream: it begins with pairs of a number and an
// offset, counted from where the pairs end.
func (p *pdf) index(i int) {
	s := p.streams[i]
	first := literal(lookup(s.dict, "First"))
	if first < 0 || first > len(s.unpacked) {
		return
	}
	var pair [2]int
	n := 0
	for word := range bytes.FieldsSeq(s.unpacked[:first]) {
		if pair[n%2] = literal(word); pair[n%2] < 0 || len(p.places) >= maxPlaces {
			return
		}
		if n++; n%2 == 0 && pair[0] < 1e9 && pair[1] < len(s.unpacked)-first {
			p.places = append(p.places, place{int32(pair[0]), int32(first + pair[1]), int32(i + 1)}) //nolint:gosec // compared on this line or the one before
		}
	}
}

// inflated is what a stream holds, as far as it can be read.
func inflated(packed, filter []byte, limit int64) []byte {
	if !bytes.Equal(bytes.Trim(filter, "[] \r\n"), []byte("/FlateDecode")) || limit <= 0 {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, limit)) // what came before a fault counts
	return out
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
	last, found := -1, place{}
	for _, one := range p.places {
		order := int(one.at)
		if one.stream > 0 {
			order = p.streams[one.stream-1].at
		}
		if int(one.number) == number && order > last {
			last, found = order, one
		}
	}
	data := p.data
	if found.stream > 0 {
		data = p.streams[found.stream-1].unpacked
	}
	if last < 0 {
		return nil
	}
	value, _ := valueAt(data, int(found.at))
	return value
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

var titleElement = regexp.MustCompile(`(?s)<dc:title>.{0,200}?<rdf:li[^>]{0,100}>([^<]+)</rdf:li>`)

// describedTitle is the title in a file's XMP description, which newer files
// have in the place of the older one (ISO 32000-2, 14.3.2).
func (p *pdf) describedTitle(value []byte) string {
	number, ok := reference(value)
	if !ok {
		return ""
	}
	for _, s := range slices.Backward(p.streams) {
		if part := titleElement.FindSubmatch(s.unpacked); s.number == number && part != nil {
			return shown(html.UnescapeString(string(part[1])))
		}
	}
	return ""
}
