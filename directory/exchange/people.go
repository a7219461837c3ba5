package exchange

import "teleorne/directory"

// Account is a person known by one or several keys.
type Account struct {
	ID         int64   `json:"id"`
	Name       *string `json:"name"`
	Role       string  `json:"role"`
	CreatedAt  *string `json:"created_at"`
	InformedAt *string `json:"informed_at"`
}

func newAccount(a *directory.Account) Account {
	return Account{int64(a.ID), optional(a.Name), a.Role.String(), moment(a.CreatedAt), moment(a.InformedAt)}
}

// HeldAccount is an account as an administrator sees it.
type HeldAccount struct {
	Account
	Keys  []Key   `json:"keys"`
	Slug  *string `json:"slug"`  // of its listing
	State *string `json:"state"` // of its listing
	Bans  []Ban   `json:"bans"`  // in force
	Last  bool    `json:"last"`  // it is the last administrator
	Own   bool    `json:"own"`   // the reader's
}

// newHeldAccount tells an account.
func newHeldAccount(c *directory.AccountCard) HeldAccount {
	d := HeldAccount{
		Account: newAccount(&c.Account), Keys: make([]Key, 0, len(c.Keys)), Bans: bans(c.Bans), Last: c.Last, Own: c.Own,
	}
	for _, k := range c.Keys {
		d.Keys = append(d.Keys, newKey(k))
	}
	if l := c.Listing; l != nil {
		d.Slug, d.State = optional(l.Slug), optional(l.State())
	}
	return d
}

// AccountSheet is the document of one account.
type AccountSheet struct {
	Schema int `json:"schema"`
	HeldAccount
}

// NewAccountSheet tells an account on its own.
func NewAccountSheet(c *directory.AccountCard) AccountSheet {
	return AccountSheet{Schema, newHeldAccount(c)}
}

// Accounts is the document of a page of accounts.
type Accounts struct {
	Schema   int           `json:"schema"`
	Total    int           `json:"total"`
	Offset   int           `json:"offset"`
	Accounts []HeldAccount `json:"accounts"`
}

// NewAccounts tells a page of accounts.
func NewAccounts(p *directory.AccountPage, offset int) Accounts {
	d := Accounts{Schema: Schema, Total: p.Total, Offset: offset, Accounts: make([]HeldAccount, 0, len(p.Accounts))}
	for i := range p.Accounts {
		d.Accounts = append(d.Accounts, newHeldAccount(&p.Accounts[i]))
	}
	return d
}

// Ban is what keeps somebody out.
type Ban struct {
	ID          int64   `json:"id"`
	Fingerprint *string `json:"fingerprint"`
	Range       *string `json:"range"`
	Reason      string  `json:"reason"`
	At          *string `json:"at"`
	Until       *string `json:"until"` // null: no end
	By          *string `json:"by"`    // the name of the account; null: the operator, or no more there
}

// NewBan tells a ban.
func NewBan(b *directory.Ban) Ban {
	d := Ban{
		ID: b.ID, Fingerprint: optional(b.Fingerprint), Reason: directory.SafeText(b.Reason), At: moment(b.At),
		Until: moment(b.Until), By: optional(b.ByName),
	}
	if b.Range.IsValid() {
		d.Range = optional(b.Range.String())
	}
	return d
}

func bans(list []directory.Ban) []Ban {
	out := make([]Ban, 0, len(list))
	for i := range list {
		out = append(out, NewBan(&list[i]))
	}
	return out
}

// BanSheet is the document of one ban.
type BanSheet struct {
	Schema int `json:"schema"`
	Ban
}

// Bans is the document of the bans in force.
type Bans struct {
	Schema int   `json:"schema"`
	Bans   []Ban `json:"bans"`
}

// NewBans tells bans in the order given.
func NewBans(list []directory.Ban) Bans { return Bans{Schema, bans(list)} }

// Motion is what an administrator wants and another one has to agree to.
type Motion struct {
	ID      int64    `json:"id"`
	Action  string   `json:"action"`
	Account *int64   `json:"account"`
	Name    *string  `json:"name"` // of that account
	Role    *string  `json:"role"` // that it is to have
	Slug    *string  `json:"slug"` // of the listing to be erased
	Items   []string `json:"items"`
	Reason  string   `json:"reason"`
	Passage
}

// Passage is how far a motion has come.
type Passage struct {
	State  string  `json:"state"`
	By     *string `json:"by"` // the name of the account
	At     *string `json:"at"`
	Until  *string `json:"until"`
	Second *string `json:"second"` // who agreed or refused
	Closed *string `json:"closed_at"`
	Yours  bool    `json:"yours"`
}

// newMotion tells a motion.
func newMotion(m *directory.Motion) Motion {
	d := Motion{
		ID: m.ID, Action: line(string(m.Action)), Slug: optional(m.Slug), Items: make([]string, 0, len(m.Verdicts)),
		Reason: directory.SafeText(m.Reason),
		Passage: Passage{
			line(string(m.State)), optional(m.ByName), moment(m.At), moment(m.Until), optional(m.SecondName), moment(m.ClosedAt), m.Yours,
		},
	}
	if m.Action == directory.ActionGrant {
		d.Account, d.Name, d.Role = known(int64(m.Account)), optional(m.AccountName), optional(m.Role.String())
	}
	for _, v := range m.Verdicts {
		d.Items = append(d.Items, line(string(v.Item)))
	}
	return d
}

// Motions is the document of what waits for a second administrator.
type Motions struct {
	Schema  int      `json:"schema"`
	Motions []Motion `json:"motions"`
}

// NewMotions tells motions in the order given.
func NewMotions(list []directory.Motion) Motions {
	d := Motions{Schema: Schema, Motions: make([]Motion, 0, len(list))}
	for i := range list {
		d.Motions = append(d.Motions, newMotion(&list[i]))
	}
	return d
}
