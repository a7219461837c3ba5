package text

import (
	"strings"
	"testing"
	"time"

	"teleorne/directory"
)

func TestClockIsThatOfTheOrne(t *testing.T) {
	for at, want := range map[time.Time][2]string{
		time.Date(2026, 11, 23, 13, 2, 59, 0, time.UTC):                 {"14\u00a0h\u00a002", "14:02"},
		time.Date(2026, 7, 14, 22, 30, 0, 0, time.UTC):                  {"0\u00a0h\u00a030", "00:30"},
		time.Date(2026, 7, 14, 9, 5, 0, 0, time.FixedZone("", -4*3600)): {"15\u00a0h\u00a005", "15:05"},
	} {
		if fr, en := For(French).Clock(at), For(English).Clock(at); fr != want[0] || en != want[1] {
			t.Errorf("%v is %q, %q", at, fr, en)
		}
	}
}

// The sentences that the owner of a profile meets most, and those whose
// parameters are put into words.
func TestOwnersErrors(t *testing.T) {
	plain := strings.NewReplacer(noBreak, " ", narrowNoBreak, " ")
	at := time.Date(2026, 11, 23, 13, 2, 0, 0, time.UTC)
	for _, c := range []struct {
		err    *directory.Error
		fr, en string
	}{
		{
			&directory.Error{Code: directory.CodeStale, Params: directory.Params{"at": at}},
			"Modifié ailleurs à 14 h 02. Comparer ou recharger ?", "Changed elsewhere at 14:02. Compare or reload?",
		},
		{
			&directory.Error{Code: directory.CodeStale, Params: directory.Params{"at": time.Time{}}},
			For(French).S("error.conflict"), For(English).S("error.conflict"),
		},
		{
			&directory.Error{Code: directory.CodeDate, Params: directory.Params{"value": "30/2/2027", "typed": true}},
			"« 30/2/2027 » n’est pas une date. Écrivez-la ainsi : 15/1/2027 ou 15 janvier 2027.",
			"“30/2/2027” is not a date. Write it like this: 15/1/2027 or 15 January 2027.",
		},
		{
			&directory.Error{Code: directory.CodeOutOfRange, Params: directory.Params{"min": directory.DateOf(at), "max": directory.DateOf(at) + 8}},
			"Choisissez un jour du 23 nov. 2026 au 1er déc. 2026.", "Choose a day from 23 Nov 2026 to 1 Dec 2026.",
		},
		{&directory.Error{Code: directory.CodeStale}, For(French).S("error.conflict"), For(English).S("error.conflict")},
		{
			&directory.Error{Code: directory.CodeDuplicate, Params: directory.Params{"value": "comptable", "skill": "Comptabilité", "slug": "comptabilite"}},
			"« comptable » est déjà un nom de la compétence « Comptabilité ».", "“comptable” is a name of the skill “Comptabilité” already.",
		},
		{
			&directory.Error{Code: directory.CodeState, Params: directory.Params{"state": "merged", "skill": "Paie"}},
			"Pas possible pour la compétence « Paie » : elle a été réunie à une autre.", "Not possible for the skill “Paie”: it was merged into another one.",
		},
		{
			&directory.Error{Code: directory.CodeConflict, Params: directory.Params{"commune": "Bellême"}},
			"Pas possible avec Bellême : il faut deux communes d’aujourd’hui, et différentes.",
			"Not possible with Bellême: two present communes are needed, and not the same.",
		},
		{
			&directory.Error{Code: directory.CodeOwnListing},
			"Vous ne pouvez pas valider votre propre fiche.", "You cannot decide about your own profile.",
		},
		{
			&directory.Error{Code: directory.CodeReason},
			"Un motif est obligatoire : il sera envoyé.", "A reason is required: it will be sent.",
		},
		{
			&directory.Error{Code: directory.CodeReason, Field: "reason", Params: directory.Params{"noted": true}},
			"Un motif est obligatoire. Il est noté pour l’administration, rien n’est envoyé.",
			"A reason is required. It is noted for the administrators, nothing is sent.",
		},
		{
			&directory.Error{Code: directory.CodeState, Params: directory.Params{"state": "paused"}},
			"Pas possible pour le moment : la fiche est en pause.", "Not possible for now: the profile is paused.",
		},
		{
			&directory.Error{Code: directory.CodeFieldType, Params: directory.Params{"expected": "number", "line": 1204}},
			"Ligne 1 204 : il faut ici un nombre entier, sans guillemets.", "Line 1,204: expected a whole number, without quotes.",
		},
		{
			&directory.Error{Code: directory.CodeFieldUnknown, Params: directory.Params{"value": "nom", "line": 3}, Nearest: []string{"name"}},
			"Ligne 3 : « nom » n’est pas un champ. Vouliez-vous dire name ?", "Line 3: “nom” is no field. Did you mean name?",
		},
		{
			&directory.Error{Code: directory.CodeKeyShort, Params: directory.Params{"bits": 2048, "least": 3072}},
			"Cette clé RSA n’a que 2 048 bits ; il en faut 3 072 au moins. Mieux :\nssh-keygen -t ed25519",
			"This RSA key has only 2,048 bits; at least 3,072 are needed. Better:\nssh-keygen -t ed25519",
		},
		{
			&directory.Error{Code: directory.CodeConfirmKey, Params: directory.Params{"value": "oui", "fingerprint": "SHA256:x"}},
			"« oui » n’est pas l’empreinte de votre clé. Pour effacer votre compte, tapez exactement : SHA256:x",
			"“oui” is not the fingerprint of your key. To erase your account, type exactly: SHA256:x",
		},
		{
			&directory.Error{Code: directory.CodeConfirmSlug, Params: directory.Params{"value": "oui", "slug": "claire-dubois"}},
			"« oui » n’est pas l’identifiant de votre fiche. Pour l’effacer, tapez exactement : claire-dubois",
			"“oui” is not the name of your profile. To erase it, type exactly: claire-dubois",
		},
		{
			&directory.Error{Code: directory.CodeClaimed, Params: directory.Params{"name": "Monique", "until": at}},
			"Monique s’en occupe, jusqu’à 14 h 02.", "Monique has it in hand, until 14:02.",
		},
		{
			&directory.Error{Code: directory.CodeClaimed, Params: directory.Params{"name": "", "until": at}},
			"L’exploitant s’en occupe, jusqu’à 14 h 02.", "The operator has it in hand, until 14:02.",
		},
		{
			&directory.Error{Code: directory.CodeAppealLate, Params: directory.Params{"days": 20}},
			"Trop tard : une décision se conteste dans les 20 jours.", "Too late: a decision can be appealed against within 20 days.",
		},
		{
			directory.NotFound("item", "r12"),
			"Introuvable : élément « r12 ».", "Not found: item “r12”.",
		},
		{
			&directory.Error{Code: directory.CodeHealth, Field: "headline", Params: directory.Params{"word": "mon handicap"}},
			"La santé et le handicap ne se notent pas ici : décrivez le lieu ou l’organisation du travail, pas la personne.",
			"Health and disability are not noted here: describe the place or how work is organised, not the person.",
		},
	} {
		for lang, want := range map[Lang]string{French: c.fr, English: c.en} {
			if got := plain.Replace(For(lang).Error(c.err)); got != plain.Replace(want) {
				t.Errorf("%s: %v is %q, want %q", lang, c.err, got, want)
			}
		}
	}
}

// Every state of a listing, and every kind of value that a document asks for,
// has words.
func TestParametersHaveWords(t *testing.T) {
	for _, lang := range languages {
		c := For(lang)
		for _, state := range []string{
			directory.StateDraft, directory.StatePending, directory.StatePublished, directory.StateRejected,
			directory.StatePaused, directory.StateSuspended, directory.StateWithdrawn, directory.StateDormant,
		} {
			if !c.Has("situation." + state) {
				t.Errorf("%s: situation.%s is missing", lang, state)
			}
		}
		for _, kind := range []string{"text", "number", "texts", "skills", "place", "telecentre", "fields", "object"} {
			if !c.Has("expected." + kind) {
				t.Errorf("%s: expected.%s is missing", lang, kind)
			}
		}
		if got := c.Error(&directory.Error{Code: directory.CodeState, Params: directory.Params{"state": "new"}}); !strings.Contains(got, "new") {
			t.Errorf("%s: %q", lang, got)
		}
	}
}
