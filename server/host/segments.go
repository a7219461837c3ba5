package host

import uv "github.com/charmbracelet/ultraviolet"

const (
	// gap is how many cells that stay as they are part two segments of a row: to
	// jump over fewer takes more bytes than to write them again.
	gap = 12

	// segmentRows is up to how many rows are painted by segments, and segmentRun
	// how many in a row are not: the renderer may scroll those.
	segmentRows, segmentRun = 6, 3
)

// inSegments paints rows segment by segment. The renderer itself writes a row from
// the first cell that changed to the last, and whoever moves a selection changes
// the mark at one end and the look of the other.
func (b *brush) inSegments(rows []int) {
	for _, y := range rows {
		from, to := b.shown.Lines[y], b.new.Lines[y]
		for start := 0; start < len(to); {
			var end int
			if start, end = segment(from, to, start); start == end {
				break
			}
			copy(from[start:end], to[start:end])
			b.shown.TouchLine(start, y, end-start)
			b.cells.Render(b.shown.RenderBuffer)
			start = end
		}
	}
}

// changed are the rows whose cells differ.
func (b *brush) changed() (rows []int) {
	for y, line := range b.new.Lines {
		if !equalLines(line, b.shown.Lines[y]) {
			rows = append(rows, y)
		}
	}
	return rows
}

// alike tells whether two cells look the same.
func alike(a, b *uv.Cell) bool { return a.Equal(b) || unseen(a) && unseen(b) }

// segment finds the next cells that differ, from a column on; none when start is
// end. A row with anything wider or narrower than a column is one segment:
// terminals differ about those.
func segment(from, to uv.Line, at int) (start, end int) {
	for start = at; start < len(to) && alike(&from[start], &to[start]); start++ {
	}
	if start == len(to) {
		return start, start
	}
	for i := range to {
		if from[i].Width != 1 || to[i].Width != 1 {
			return 0, len(to)
		}
	}
	end = start + 1
	for x := end; x < len(to) && x-end < gap; x++ {
		if !alike(&from[x], &to[x]) {
			end = x + 1
		}
	}
	return start, end
}
