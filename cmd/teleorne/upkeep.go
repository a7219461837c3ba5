package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/directory/reference"
	"teleorne/directory/sqlite"
	"teleorne/server"
	"teleorne/server/command"
)

func (a *app) backupCommand(sh *command.Shell) *cobra.Command {
	return sh.Command("backup", []string{"sauvegarder"}, sh.Exactly(1), func(cmd *cobra.Command, args []string) error {
		if args[0] == "-" {
			return sh.StreamBackup(cmd.Context())
		}
		service, err := a.open(cmd.Context())
		if err != nil {
			return err
		}
		noted, err := service.BackupTo(cmd.Context(), directory.Operator(), args[0])
		if err != nil {
			return err
		}
		sh.Note("local.backup.done", "path", clip(args[0]))
		if !noted {
			sh.Note("local.backup.unnoted")
		}
		return nil
	})
}

func (a *app) restoreCommand(sh *command.Shell) *cobra.Command {
	journal := ""
	cmd := sh.Command("restore", []string{"restaurer"}, sh.Exactly(1), func(cmd *cobra.Command, args []string) error {
		return a.restore(cmd.Context(), sh, args[0], journal)
	})
	sh.String(cmd.Flags(), &journal, "erasures")
	return cmd
}

// restore puts a backup into the data directory, without what was forgotten
// since it was made: that stands in a journal, the one given or those around.
func (a *app) restore(ctx context.Context, sh *command.Shell, file, journal string) error {
	if isServed(a.path(lockFile)) {
		return failure(nil, "local.already_served", "path", clip(a.data))
	}
	erasures, found, err := a.erasures(file, journal)
	if err != nil {
		return err
	}
	n, err := sqlite.Restore(ctx, file, a.data, erasures...)
	if err != nil {
		return a.storeError(a.log(), err)
	}
	sh.Note("local.restore.done", "path", clip(a.data))
	if found {
		sh.Note("local.restore.replayed", "n", n)
	} else {
		sh.Note("local.restore.no_journal", "name", sqlite.JournalName)
	}
	return nil
}

// erasures reads the journal that was given, or else those beside the backup,
// beside the folder it lies in, and in the data directory.
func (a *app) erasures(file, journal string) (all []directory.Erasure, found bool, err error) {
	if journal != "" {
		all, err = sqlite.ReadJournal(journal)
		return all, true, err
	}
	beside := filepath.Dir(file)
	for _, folder := range []string{beside, filepath.Join(beside, ".."), a.data} {
		some, err := sqlite.ReadJournal(filepath.Join(folder, sqlite.JournalName))
		if err != nil && !directory.IsCode(err, directory.CodeNotFound) {
			return nil, false, err
		}
		all, found = append(all, some...), found || err == nil
	}
	return all, found, nil
}

// finding is one line of the doctor's report.
type finding struct {
	what string // key of the catalogue under local.doctor
	well bool
	says string // what to know or to do about it
}

func (a *app) doctorCommand(sh *command.Shell) *cobra.Command {
	cmd := sh.Command("doctor", nil, sh.NoWords(), func(cmd *cobra.Command, _ []string) error {
		return a.doctor(cmd.Context(), sh)
	})
	sh.Formats(cmd, "table", "json")
	return cmd
}

// health is the document of what the doctor found.
type health struct {
	Schema   int    `json:"schema"`
	Well     bool   `json:"well"` // all of it
	Findings []sign `json:"findings"`
}

// sign is one finding, in the language that was asked for.
type sign struct {
	What string  `json:"what"` // a word that stays the same
	Name string  `json:"name"`
	Well bool    `json:"well"`
	Says *string `json:"says"`
}

// doctor reports what it finds, as it finds it or as one document. It fails when
// anything is not well.
func (a *app) doctor(ctx context.Context, sh *command.Shell) error {
	h := health{Schema: 1, Well: true, Findings: []sign{}}
	asJSON := sh.Format() == "json"
	err := a.examine(ctx, sh, func(f finding) {
		h.Well = h.Well && f.well
		mark, s := "local.doctor.well", sign{What: f.what, Name: sh.S("local.doctor." + f.what), Well: f.well}
		if !f.well {
			mark = "local.doctor.ill"
		}
		line := sh.S(mark) + "  " + s.Name
		if says := directory.SafeLine(f.says); says != "" {
			line += sh.S("local.doctor.says", "what", says)
			s.Says = &says
		}
		h.Findings = append(h.Findings, s)
		if !asJSON {
			fmt.Fprintln(sh.Stdout(), line)
		}
	})
	if asJSON {
		h.Well = h.Well && err == nil
		if err := json.NewEncoder(sh.Stdout()).Encode(h); err != nil {
			return err
		}
	}
	if err == nil && !h.Well {
		err = &command.Failure{Status: command.Failed}
	}
	return err
}

// examine looks at everything that can be wrong with a data directory, from the
// outside in: what is broken further out keeps it from looking further in. It
// changes nothing before it has reported what opening the directory would change.
func (a *app) examine(ctx context.Context, sh *command.Shell, report func(finding)) error {
	report(a.examineDirectory(sh))
	report(a.examineHostKey(sh))
	info, err := sqlite.Inspect(ctx, a.path(sqlite.FileName))
	if err != nil {
		report(finding{"schema", false, sh.Text.Error(plain(err))})
		return &command.Failure{Status: command.Failed, Err: err}
	}
	report(a.examineFile(sh))
	pending := finding{"schema", true, sh.S("local.doctor.version", "version", info.Version)}
	if len(info.Pending) > 0 {
		pending.says = sh.S("local.doctor.pending", "list", strings.Join(info.Pending, ", "))
	}
	report(pending)
	// Only now: opening runs those migrations.
	if _, err := a.open(ctx); err != nil {
		report(finding{"database", false, sh.Text.Error(plain(err))})
		return &command.Failure{Status: command.Failed, Err: err}
	}
	for _, examine := range []func(context.Context, *command.Shell) (finding, error){
		a.examineDatabase, a.examineIndex, a.examineReference, a.examineBackups, a.examineErasures,
	} {
		f, err := examine(ctx, sh)
		if err != nil {
			return err
		}
		report(f)
	}
	if err := a.examineLog(ctx, sh, report); err != nil {
		return err
	}
	if isServed(a.path(lockFile)) {
		report(finding{"served", true, ""})
	}
	return nil
}

// plain gives an error that has a sentence, whatever it was.
func plain(err error) error {
	var known *directory.Error
	if errors.As(err, &known) {
		return known
	}
	return &directory.Error{Code: directory.CodeForeignFile, Err: err}
}

func (a *app) examineDirectory(sh *command.Shell) finding {
	info, err := os.Stat(a.data)
	switch {
	case err != nil:
		return finding{"folder", false, sh.S("local.no_directory", "path", clip(a.data))}
	case info.Mode().Perm()&0o077 != 0:
		// What is in it is closed by itself: only who may write can do harm.
		closed := info.Mode().Perm()&0o022 == 0
		return finding{"folder", closed, sh.S("local.doctor.open_folder", "command", "chmod 700 "+clip(a.data))}
	}
	return finding{"folder", true, clip(a.data)}
}

// examineFile looks at who may read the database, which holds what its owners
// show to nobody.
func (a *app) examineFile(sh *command.Shell) finding {
	path := a.path(sqlite.FileName)
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
		return finding{"file", false, sh.S("local.doctor.open_folder", "command", "chmod 600 "+clip(path))}
	}
	return finding{"file", true, ""}
}

func (a *app) examineHostKey(sh *command.Shell) finding {
	path := a.path(hostKeyFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return finding{"host_key", true, sh.S("local.doctor.no_key_yet")}
	}
	if _, err := server.HostKey(path); err != nil {
		var known *directory.Error
		if !errors.As(err, &known) {
			return finding{"host_key", false, sh.S("local.file_unreadable", "path", clip(path))}
		}
		return finding{"host_key", false, sh.Text.Error(err)}
	}
	return finding{"host_key", true, ""}
}

func (a *app) examineDatabase(ctx context.Context, sh *command.Shell) (finding, error) {
	problems, err := a.store.Check(ctx)
	if err != nil {
		return finding{}, a.storeError(a.log(), err)
	}
	if len(problems) > 0 {
		return finding{"database", false, sh.S("local.doctor.damaged", "n", len(problems), "first", directory.Clip(problems[0], 120))}, nil
	}
	return finding{"database", true, ""}, nil
}

// indexLooks is how often index and database are compared before a difference
// between them is believed: somebody may write between counting one and the other.
const indexLooks = 3

// examineIndex compares what a search finds with what the database publishes.
func (a *app) examineIndex(ctx context.Context, sh *command.Shell) (f finding, err error) {
	for range indexLooks {
		found, published, err := a.countIndexed(ctx)
		if err != nil {
			return finding{}, err
		}
		f = finding{"index", found == published, sh.S("local.doctor.counts", "found", found, "n", published)}
		if f.well {
			break
		}
	}
	return f, nil
}

// countIndexed counts the listings that a search finds, after the index took over
// what was written, and those that the database publishes.
func (a *app) countIndexed(ctx context.Context) (found, published int, err error) {
	if _, err := a.service.Refresh(ctx); err != nil {
		return 0, 0, err
	}
	r, err := a.service.Search(ctx, directory.Operator(), directory.Search{})
	if err != nil {
		return 0, 0, err
	}
	err = a.service.ExportListings(ctx, directory.Operator(), func(l *directory.Listing) error {
		if l.Visible() {
			published++
		}
		return nil
	})
	return r.Total, published, err
}

// examineLog verifies the chain of the log, and that the log explains how each
// listing stands.
func (a *app) examineLog(ctx context.Context, sh *command.Shell, report func(finding)) error {
	check, problems, err := a.service.CheckLog(ctx)
	if err != nil {
		return err
	}
	n := int(check.Entries)
	if check.Broken != 0 {
		report(finding{"log", false, sh.S("local.doctor.log_broken", "number", int(check.Broken), "n", n, "head", check.Head)})
	} else if n > 0 {
		report(finding{"log", true, sh.S("local.doctor.log_sound", "n", n, "head", check.Head)})
	} else {
		report(finding{"log", true, ""})
	}
	if len(problems) > 0 {
		report(finding{"explained", false, sh.S("local.doctor.unexplained", "n", len(problems), "first", directory.Clip(problems[0], 200))})
		return nil
	}
	report(finding{"explained", true, ""})
	return nil
}

func (a *app) examineReference(context.Context, *command.Shell) (finding, error) {
	var dates []string
	for _, s := range reference.Sources() {
		dates = append(dates, s.ID+" "+s.Date)
	}
	return finding{"reference", true, reference.Version() + " (" + strings.Join(dates, ", ") + ")"}, nil
}

// examineBackups tells how old the last copy is that was kept, and what its
// check found.
func (a *app) examineBackups(ctx context.Context, sh *command.Shell) (finding, error) {
	b, _, err := a.service.LastBackup(ctx, directory.Operator())
	switch {
	case err != nil:
		return finding{}, err
	case b == nil:
		return finding{"backups", true, sh.S("local.doctor.no_backup")}, nil
	case len(b.Problems) > 0:
		return finding{"backups", false, sh.S("local.doctor.backup_bad", "n", len(b.Problems), "first", directory.Clip(b.Problems[0], 120))}, nil
	}
	days := int(a.service.Now().Sub(b.At) / (24 * time.Hour))
	return finding{"backups", true, sh.S("local.doctor.backup_age", "n", max(days, 0)) + ", " + directory.SafeLine(b.Name)}, nil
}

// examineErasures compares the journal with what the database says was
// forgotten.
func (a *app) examineErasures(ctx context.Context, sh *command.Shell) (finding, error) {
	missing, all, err := a.store.Unjournaled(ctx)
	switch {
	case directory.IsCode(err, directory.CodeBadJournal):
		return finding{"erasures", false, sh.Text.Error(plain(err))}, nil
	case err != nil:
		return finding{}, err
	case missing > 0:
		return finding{"erasures", false, sh.S("local.doctor.erasures_missing", "n", missing)}, nil
	}
	return finding{"erasures", true, sh.S("local.doctor.erasures_kept", "n", all)}, nil
}
