package main

import (
	"net"
	"regexp"
	"strconv"

	"teleorne/directory"
	"teleorne/directory/sqlite"
	"teleorne/server/command"
)

// terms are what whoever runs the server decides about the directory. The
// commands of this machine work with the usual ones.
type terms struct {
	revealRate int
	reportRate int
	ages       directory.Ages // zero: the usual ones
	notice     directory.Notice
	backupDir  string // empty: beside the database
	copy       bool   // another program brings the database up to date: it is only read
	primary    string // what to type after ssh to get to where it is written; empty: nobody knows
}

// backupDirs are the folders of backups beside the usual one.
func (t terms) backupDirs() []string {
	if t.backupDir == "" {
		return nil
	}
	return []string{t.backupDir}
}

// archive keeps the copies of a directory where they belong.
func (t terms) archive(store *sqlite.Store) directory.Archive {
	if t.backupDir == "" {
		return sqlite.NewArchive(store)
	}
	return sqlite.NewArchiveIn(store, t.backupDir)
}

const (
	maxMonths = 1200 // of an age that a rule waits for
	maxNotice = 200  // characters of a name or an address in the privacy notice
	sshPort   = 22
)

// terms reads what the flags say about listings and about who keeps them.
func (o *serveOptions) terms(sh *command.Shell) (terms, error) {
	t := terms{revealRate: o.revealRate, reportRate: o.reportRate, backupDir: o.backup.dir}
	var err error
	if t.ages, err = rising(o.ages); err != nil {
		return terms{}, err
	}
	if t.notice.Controller, err = noticeText(o.controller); err != nil {
		return terms{}, sh.Wrong("--controller", err)
	}
	if t.notice.Contact, err = noticeText(o.contact); err != nil {
		return terms{}, sh.Wrong("--contact", err)
	}
	if t.notice.Host, err = sshTarget(o.host); err != nil {
		return terms{}, sh.Wrong("--host", err)
	}
	if t.primary, err = sshTarget(o.follow); err != nil {
		return terms{}, sh.Wrong("--follow", err)
	}
	t.copy = t.primary != ""
	if t.copy {
		err = o.onlyReads()
	}
	return t, err
}

// onlyReads refuses what writes, beside --follow.
func (o *serveOptions) onlyReads() error {
	switch {
	case o.demo > 0:
		return command.Misuse("local.follow_reads", "flag", "demo")
	case o.backup.dir != "":
		return command.Misuse("local.follow_reads", "flag", "backup-dir")
	}
	return nil
}

// rising makes sure that the ages come one after the other, those switched off
// left out, and that people are told before they are erased: once the other
// rules had their turn.
func rising(ages directory.Ages) (directory.Ages, error) {
	type step struct {
		flag   string
		months int
	}
	var before step
	for _, next := range []step{
		{"remind-months", ages.Remind},
		{"lower-months", ages.Lower},
		{"hide-months", ages.Hide},
		{"erase-months", ages.Erase},
	} {
		switch {
		case next.months == 0:
			continue
		case next.months <= before.months:
			return ages, command.Misuse("local.ages_order",
				"later", next.flag, "months", next.months, "earlier", before.flag, "before", before.months)
		case next.flag == "erase-months":
			if next.months < 2 {
				return ages, command.Misuse("local.ages_notice")
			}
			ages.Notice = min(ages.Notice, next.months-max(before.months, 1))
		}
		before = next
	}
	return ages, nil
}

// noticeText reads a line that the privacy notice shows.
func noticeText(typed string) (string, error) {
	line, err := directory.CleanLine(typed)
	if n := directory.Length(line); err == nil && n > maxNotice {
		err = &directory.Error{Code: directory.CodeTooLong, Params: directory.Params{"max": maxNotice, "count": n}}
	}
	return line, err
}

// hostName is a name or an address that cannot be taken for an option, nor for
// several words of a shell.
var hostName = regexp.MustCompile(`^[\pL\pN]([\pL\pN.:_-]*[\pL\pN.])?$`)

// sshTarget is what comes after « ssh » to get to NAME or NAME:PORT.
func sshTarget(typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	host, port := typed, sshPort
	if h, p, err := net.SplitHostPort(typed); err == nil {
		n, err := strconv.Atoi(p)
		if err != nil || n < 1 || n > 65535 {
			host = "" // what is refused below
		} else {
			host, port = h, n
		}
	}
	if !hostName.MatchString(host) {
		return "", command.Misuse("local.host", "value", directory.Clip(typed, 80))
	}
	if port == sshPort {
		return host, nil
	}
	return "-p " + strconv.Itoa(port) + " " + host, nil
}
