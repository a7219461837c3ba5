// Package compare holds a benchmark and nothing else: the read index beside
// bleve and beside SQLite's FTS5, on one generator and in one process. It is a
// module of its own, so that bleve never is a dependency of the program.
package compare
