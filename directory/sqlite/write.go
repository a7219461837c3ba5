package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"teleorne/directory"
)

// writer is the one connection that writes. Within this process writers stand
// in a queue; against other processes BEGIN IMMEDIATE decides.
type writer struct {
	path    string
	options Options
	turn    chan struct{} // held by whoever uses what follows
	db      *sql.DB
	conn    *sql.Conn
	stmts   map[string]*sql.Stmt
	closed  bool
}

func newWriter(path string, o Options) writer {
	return writer{path: path, options: o, turn: make(chan struct{}, 1)}
}

// connect opens the connection. Two processes that open a new file at once may
// both try to turn it into a WAL database, for which SQLite does not wait.
func (w *writer) connect(ctx context.Context) error {
	db, err := sql.Open("sqlite", writeDSN(w.path, w.options))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	for deadline := time.Now().Add(w.options.BusyTimeout); busy(err) && time.Now().Before(deadline) && ctx.Err() == nil; {
		time.Sleep(10 * time.Millisecond)
		conn, err = db.Conn(ctx)
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	w.db, w.conn, w.stmts = db, conn, make(map[string]*sql.Stmt)
	return nil
}

// disconnect drops the connection and all that was prepared on it.
func (w *writer) disconnect() error {
	if w.conn == nil {
		return nil
	}
	var err error
	for _, stmt := range w.stmts {
		err = errors.Join(err, stmt.Close())
	}
	err = errors.Join(err, w.conn.Close(), w.db.Close())
	w.db, w.conn, w.stmts = nil, nil, nil
	return err
}

func (w *writer) close() error {
	if w.turn == nil {
		return nil
	}
	w.turn <- struct{}{}
	defer func() { <-w.turn }()
	w.closed = true
	return w.disconnect()
}

// acquire waits for the turn. The caller gives it back by release.
func (w *writer) acquire(ctx context.Context) error {
	select {
	case w.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if w.closed {
		w.release()
		return errors.New("the store is closed")
	}
	if w.conn == nil {
		if err := w.connect(ctx); err != nil {
			w.release()
			return err
		}
	}
	return nil
}

func (w *writer) release() { <-w.turn }

// transaction runs fn between BEGIN IMMEDIATE and COMMIT, or ROLLBACK when fn
// fails or panics. Until it has begun the caller's context may end it; from
// then on only the time limit does, so that a session that breaks off does not
// take with it what it had asked for.
func (w *writer) transaction(ctx context.Context, limit time.Duration, fn func(ctx context.Context) error) error {
	if _, err := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	committed := false
	defer func() {
		if !committed {
			w.rollback()
		}
	}()
	if err := fn(ctx); err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	committed = true
	return nil
}

// rollback undoes what was begun. SQLite has done so by itself after some
// errors (a full disk, a timeout), and then says that there is nothing to undo.
// When in doubt the connection is dropped, which undoes everything.
func (w *writer) rollback() {
	_, err := w.conn.ExecContext(context.Background(), "ROLLBACK")
	if err == nil {
		return
	}
	var began bool
	if _, err := w.conn.ExecContext(context.Background(), "BEGIN"); err == nil {
		_, err = w.conn.ExecContext(context.Background(), "ROLLBACK")
		began = err == nil
	}
	if !began {
		_ = w.disconnect() // the next transaction connects anew
	}
}

// prepared is a statement of the writer's connection, prepared once.
func (w *writer) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt, ok := w.stmts[text]; ok {
		return stmt, nil
	}
	stmt, err := w.conn.PrepareContext(ctx, text)
	if err == nil {
		w.stmts[text] = stmt
	}
	return stmt, err
}

// Update runs fn in one immediate transaction and commits what it did, or
// undoes it when fn fails, panics, or an error of the store came up within it,
// even if fn made light of that. It waits for other writers as long as ctx
// lasts; once begun, ctx no longer ends it.
//
// Errors: those of fn; CodeDiskFull and CodeUnwritable when nothing could be
// written, CodeCopy where nothing ever is; ctx.Err() when ctx ended before the
// transaction began.
func (s *Store) Update(ctx context.Context, fn func(directory.Tx) error) error {
	if s.options.Followed {
		return &directory.Error{Code: directory.CodeCopy, Params: directory.Params{"value": s.path}}
	}
	if err := s.writer.acquire(ctx); err != nil {
		return failed("write", s.path, err)
	}
	defer s.writer.release()
	forgot := false
	err := s.writer.transaction(ctx, s.options.WriteTimeout, func(ctx context.Context) error {
		t := &tx{ctx: ctx, w: &s.writer, touched: make(map[directory.ListingID]directory.Seq), slugs: make(map[string]int)}
		defer func() { t.over = true }()
		if err := fn(t); err != nil {
			return err
		}
		forgot = t.forgot
		return t.broken
	})
	if err == nil && forgot {
		s.scrub()
	}
	return failed("write", s.path, err)
}

// tx is a transaction of the writer's connection.
type tx struct {
	ctx     context.Context
	w       *writer
	touched map[directory.ListingID]directory.Seq // the Seq of each listing written in this transaction
	slugs   map[string]int                        // the number at which FreeSlug goes on
	last    directory.Seq                         // the highest Seq so far; 0: not yet read
	log     *logEnd                               // nil: not yet read
	secret  *string                               // what hides the slugs of erased listings; nil: not yet read
	forgot  bool                                  // somebody was erased
	broken  error                                 // after which nothing of this transaction may stand
	over    bool
}

var _ directory.Tx = (*tx)(nil)

// statement prepares text, unless the transaction cannot go on.
func (t *tx) statement(text string) (*sql.Stmt, error) {
	switch {
	case t.over:
		return nil, errors.New("sqlite: a transaction is used after its end")
	case t.broken != nil:
		return nil, t.broken
	}
	stmt, err := t.w.prepared(t.ctx, text)
	return stmt, t.note(err)
}

// note remembers an error that concerns more than its statement.
func (t *tx) note(err error) error {
	if err == nil || statementOnly(err) {
		return err
	}
	err = failed("write", t.w.path, err)
	t.broken = err
	return err
}

// exec runs a statement that returns no rows.
func (t *tx) exec(text string, args ...any) (sql.Result, error) {
	stmt, err := t.statement(text)
	if err != nil {
		return nil, err
	}
	result, err := stmt.ExecContext(t.ctx, args...)
	return result, t.note(err)
}

// QueryContext runs a query within the transaction, whose own context counts.
func (t *tx) QueryContext(_ context.Context, text string, args ...any) (*sql.Rows, error) {
	stmt, err := t.statement(text)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(t.ctx, args...)
	return rows, t.note(err)
}

// insert runs an INSERT and answers the number of the new row.
func (t *tx) insert(text string, args ...any) (int64, error) {
	result, err := t.exec(text, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// row reads the one row of a query; sql.ErrNoRows when there is none.
func (t *tx) row(text string, args []any, to ...any) error {
	stmt, err := t.statement(text)
	if err != nil {
		return err
	}
	return t.note(stmt.QueryRowContext(t.ctx, args...).Scan(to...))
}

// changed runs an UPDATE that is meant to reach one row.
func (t *tx) changed(text string, args ...any) (bool, error) {
	result, err := t.exec(text, args...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, t.note(fmt.Errorf("rows affected: %w", err))
	}
	return n > 0, nil
}

// exists tells whether a query finds a row.
func (t *tx) exists(text string, args ...any) (bool, error) {
	var one int
	err := t.row(text, args, &one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// seq is the Seq of a listing that this transaction writes: one for each
// listing, however often it is written.
func (t *tx) seq(id directory.ListingID) (directory.Seq, error) {
	if n, ok := t.touched[id]; ok {
		return n, nil
	}
	n, err := t.next()
	if err == nil && id != 0 {
		t.touched[id] = n
	}
	return n, err
}

// next is a Seq that nobody had.
func (t *tx) next() (directory.Seq, error) {
	if t.last == 0 {
		if err := t.row("SELECT coalesce(max(seq), 0) FROM listing", nil, &t.last); err != nil {
			return 0, err
		}
	}
	t.last++
	return t.last, nil
}
