package directory

// Role is what a visitor may do, each role including those before it.
type Role uint8

// The roles in rising order. Operator is whoever runs the program on the
// server's own machine; nobody becomes that over the network.
const (
	RoleVisitor Role = iota
	RoleIdentified
	RoleProfessional
	RoleModerator
	RoleAdministrator
	RoleOperator
)

var roleNames = [...]string{"visitor", "identified", "professional", "moderator", "administrator", "operator"}

// String is the role's name as commands and JSON write it.
func (r Role) String() string {
	if int(r) < len(roleNames) {
		return roleNames[r]
	}
	return "visitor"
}

// ParseGrantedRole reads a role that an administrator may give.
func ParseGrantedRole(s string) (Role, error) {
	switch s {
	case "moderator":
		return RoleModerator, nil
	case "administrator":
		return RoleAdministrator, nil
	}
	return RoleVisitor, &Error{Code: CodeChoice, Field: "role", Params: Params{"value": Clip(s, 40), "choices": "moderator, administrator"}}
}

// Actor is on whose behalf something is done: an argument of every request,
// never looked up in a context. It says only what was proven on this very
// connection.
type Actor struct {
	Role        Role
	Account     AccountID // 0 without an account
	Fingerprint string    // SHA256:… of the proven key, empty without one
	Address     string    // what limits count when there is no key: an IPv4 address or an IPv6 /64
	Key         string    // the proven key in SSH wire format, for registering it; empty without one
}

// Operator is the actor of commands typed on the server's own machine.
func Operator() Actor { return Actor{Role: RoleOperator} }

// Proven tells whether the actor proved possession of a key.
func (a Actor) Proven() bool { return a.Fingerprint != "" || a.Role == RoleOperator }

// LimitKey is what rates are counted by: the proven key, else the address.
func (a Actor) LimitKey() string {
	if a.Fingerprint != "" {
		return a.Fingerprint
	}
	return a.Address
}
