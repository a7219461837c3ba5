package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"teleorne/directory"
	"teleorne/server/command"
)

const maxKeyFile = 64 << 10 // bytes; a public key takes one line

// extendAdmin adds to the commands of the moderators what only the server's own
// command line can do.
func (a *app) extendAdmin(sh *command.Shell, root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() == "admin" {
			for _, own := range []*cobra.Command{a.grantCommand(sh), a.revokeCommand(sh)} {
				own.GroupID = command.ThemePeople
				c.AddCommand(own)
			}
		}
	}
}

func (a *app) grantCommand(sh *command.Shell) *cobra.Command {
	var key, role, name string
	cmd := sh.Nested("admin", "grant", sh.NoWords(), func(cmd *cobra.Command, _ []string) error {
		return a.grant(cmd.Context(), sh, key, role, name)
	})
	sh.String(cmd.Flags(), &key, "key")
	sh.Choice(cmd.Flags(), &role, "role", command.GrantedRoles)
	sh.String(cmd.Flags(), &name, "name")
	return cmd
}

func (a *app) grant(ctx context.Context, sh *command.Shell, typed, role, name string) error {
	if typed == "" || role == "" {
		return command.Misuse("local.grant_needs")
	}
	key, blob, err := publicKey(typed)
	if err != nil {
		return err
	}
	granted, err := directory.ParseGrantedRole(role)
	if err != nil {
		return err
	}
	if name != "" {
		key.Name = name
	}
	svc, err := a.make(ctx, a.log(), terms{})
	if err != nil {
		return err
	}
	account, err := svc.Grant(ctx, directory.Operator(), key, blob, granted)
	if err != nil {
		return err
	}
	_, err = io.WriteString(sh.Stdout(), key.Fingerprint+" "+account.Role.String()+"\n")
	return err
}

func (a *app) revokeCommand(sh *command.Shell) *cobra.Command {
	var key string
	cmd := sh.Nested("admin", "revoke", sh.NoWords(), func(cmd *cobra.Command, _ []string) error {
		return a.revoke(cmd.Context(), sh, key)
	})
	sh.String(cmd.Flags(), &key, "key")
	return cmd
}

func (a *app) revoke(ctx context.Context, sh *command.Shell, typed string) error {
	if typed == "" {
		return command.Misuse("local.revoke_needs")
	}
	fingerprint := strings.TrimSpace(typed)
	if !strings.HasPrefix(fingerprint, "SHA256:") {
		// A key that is too weak to be granted anything can still lose it.
		key, _, err := publicKey(typed)
		if key.Fingerprint == "" {
			return err
		}
		fingerprint = key.Fingerprint
	}
	svc, err := a.open(ctx)
	if err != nil {
		return err
	}
	account, err := svc.RevokeRole(ctx, directory.Operator(), fingerprint)
	if err != nil {
		return err
	}
	_, err = io.WriteString(sh.Stdout(), directory.Clip(fingerprint, 80)+" "+account.Role.String()+"\n")
	return err
}

// publicKey reads a public key, from a .pub file or as the line itself. One
// that is no good for years is told beside the error.
func publicKey(typed string) (directory.Key, []byte, error) {
	line := typed
	if len(strings.Fields(typed)) < 2 {
		data, err := readKeyFile(typed)
		if err != nil {
			return directory.Key{}, nil, err
		}
		line = string(data)
	}
	return directory.ParseKey(line)
}

func readKeyFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, failure(err, "local.no_file", "path", clip(path))
	}
	if err != nil {
		return nil, failure(err, "local.file_unreadable", "path", clip(path))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, failure(err, "local.file_unreadable", "path", clip(path))
	}
	return data, nil
}
