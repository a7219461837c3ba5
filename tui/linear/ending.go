package linear

import "time"

// next waits for a line. When something runs out meanwhile that the visitor may
// want to keep, they are warned before: nothing else is written while it waits.
func (d *dialogue) next() (string, error) {
	warn, sentence := d.model.Ends()
	if left := warn.Sub(d.model.Session().Now()); !warn.IsZero() && !warn.Equal(d.warned) {
		d.warned = warn
		said := make(chan struct{})
		timer := time.AfterFunc(left, func() {
			defer close(said)
			d.out.line("")
			d.out.line(sentence)
			d.out.flush()
		})
		defer func() {
			if timer.Stop() {
				d.warned = time.Time{} // not said yet
				return
			}
			<-said
		}()
	}
	return d.in.next()
}
