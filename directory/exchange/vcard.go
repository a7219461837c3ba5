package exchange

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"teleorne/directory"
)

// vcardEscapes are those of a text value (RFC 6350 §3.4).
var vcardEscapes = strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\n", `\n`)

// WriteVCards writes cards as vCard 4.0, skills by their labels in a language.
func WriteVCards(w io.Writer, cards []*directory.Card, lang string) error {
	for _, c := range cards {
		if err := WriteVCard(w, c, lang); err != nil {
			return err
		}
	}
	return nil
}

// WriteVCard writes one card as vCard 4.0 (RFC 6350). It is identified by its
// slug, which is stable for life.
func WriteVCard(w io.Writer, c *directory.Card, lang string) error {
	r := newResult(c, lang)
	var b vcard
	b.property("BEGIN", "VCARD")
	b.property("VERSION", "4.0")
	b.property("KIND", "individual")
	b.text("UID;VALUE=text", "teleorne:"+r.Slug)
	b.text("FN", r.Name)
	b.text("ORG", or(r.Organisation))
	b.text("TITLE", r.Headline)
	b.address(c)
	b.text("EMAIL;TYPE=work", or(r.Email))
	if p := or(r.Phone); p != "" {
		b.uri("TEL;VALUE=uri;TYPE=work", "tel:"+p)
	}
	b.uri("URL", or(r.Website))
	b.list("CATEGORIES", r.Skills)
	for _, l := range r.Languages {
		b.text("LANG", l)
	}
	b.text("NOTE", or(r.Description))
	// What is kept from this reader, as other forms name it.
	if len(r.Redacted) > 0 {
		b.property("X-TELEORNE-REDACTED", strings.Join(r.Redacted, ","))
	}
	if !c.UpdatedAt.IsZero() {
		b.property("REV", c.UpdatedAt.UTC().Format("20060102T150405Z"))
	}
	b.property("END", "VCARD")
	_, err := io.WriteString(w, b.String())
	return err
}

// vcard gathers content lines. Every value passes through text, uri or list,
// which let nothing through that could end a line or begin a property.
type vcard struct{ strings.Builder }

// text adds a text property, unless it is empty.
func (b *vcard) text(name, value string) {
	if value != "" {
		b.property(name, vcardText(value))
	}
}

func vcardText(s string) string { return vcardEscapes.Replace(directory.SafeText(s)) }

// uri adds a property whose value is an address, in which nothing is escaped
// and which has neither spaces nor line ends.
func (b *vcard) uri(name, value string) {
	if value = ascii(line(value)); value != "" {
		b.property(name, value)
	}
}

// ascii writes an address as a URI (RFC 3986): people type the accents of a path
// or a domain, which the standard only knows as the bytes of UTF-8 in per cent.
func ascii(address string) string {
	var b strings.Builder
	for _, c := range []byte(address) {
		if c > ' ' && c < 0x7f {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// list adds a property of several texts, unless there is none.
func (b *vcard) list(name string, values []ValueLabel) {
	texts := make([]string, 0, len(values))
	for _, v := range values {
		texts = append(texts, vcardText(v.Label))
	}
	if len(texts) > 0 {
		b.property(name, strings.Join(texts, ","))
	}
}

// address adds where the person works: the commune, or the intercommunality in
// its stead when no more than that is shown.
func (b *vcard) address(c *directory.Card) {
	locality, postal := c.EPCI.Name, ""
	if c.Commune != nil {
		locality = c.Commune.Name
		if len(c.Commune.PostalCodes) == 1 {
			postal = c.Commune.PostalCodes[0]
		}
	}
	if locality = line(locality); locality == "" {
		return
	}
	// Post office box; extended; street; locality; region; postal code; country.
	b.property("ADR;TYPE=work", ";;;"+vcardText(locality)+";Orne;"+vcardText(line(postal))+";France")
}

// foldAt is the longest line, in bytes without its end.
const foldAt = 75

// property adds a content line, folded between characters; the lines after the
// first begin with a space, which counts.
func (b *vcard) property(name, value string) {
	rest := name + ":" + value
	for room := foldAt; len(rest) > room; room = foldAt - 1 {
		cut := room
		for cut > 0 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		b.WriteString(rest[:cut] + "\r\n ")
		rest = rest[cut:]
	}
	b.WriteString(rest + "\r\n")
}
