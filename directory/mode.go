package directory

// Mode is how the owner of an account wants to be served on a terminal that
// could show the interface.
type Mode string

// The modes. What a connection asks for by itself comes before any of them.
const (
	ModeAuto   Mode = ""       // nothing was chosen: what the client is decides
	ModeScreen Mode = "screen" // the full-screen interface
	ModeLines  Mode = "lines"  // the dialogue, line by line
)

// Modes are all of them, as one reads them out.
func Modes() []Mode { return []Mode{ModeLines, ModeScreen, ModeAuto} }

// String is the mode's name as commands and JSON write it.
func (m Mode) String() string {
	if m == ModeAuto {
		return "auto"
	}
	return string(m)
}

// ParseMode reads what String writes. CodeChoice of the field mode.
func ParseMode(s string) (Mode, error) {
	for _, m := range Modes() {
		if m.String() == s {
			return m, nil
		}
	}
	return ModeAuto, &Error{Code: CodeChoice, Field: "mode", Params: Params{"value": Clip(s, 40), "choices": "lines, screen, auto"}}
}
