// Package host runs a Bubble Tea model for one session on a terminal that is far
// away, as tea.Program does for the one at hand, in the room that thousands of
// idle sessions leave to each. It knows messages, keys and cells; who serves the
// session and what the model shows it must not know.
package host
